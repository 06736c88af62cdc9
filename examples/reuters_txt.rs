//! Writes an archive of Reuters-21578 SGML files as one text file a story: headline, blank line, dateline, body; a folder a
//! thousand stories. The measurements are taken on such files.
//!
//! ```text
//! cargo run --release --example reuters_txt -- SGML_FOLDER TARGET_FOLDER
//! ```

mod reuters;

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [source, target] = &arguments[..] else {
        return Err("usage: reuters_txt SGML_FOLDER TARGET_FOLDER".into());
    };
    let written = reuters::write_stories(source, target, |_, _| {})?;
    println!("{} stories, {} bytes", written.stories, written.bytes);
    Ok(())
}
