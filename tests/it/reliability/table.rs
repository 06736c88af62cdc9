//! The table of faults is whole: every row has a test, and every test that it names is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The faults that have a row.
fn rows() -> BTreeSet<String> {
    [("C", 9), ("D", 6), ("I", 18), ("Q", 3), ("E", 2)]
        .iter()
        .flat_map(|(kind, last)| (1..=*last).map(move |number| format!("{kind}{number}")))
        .collect()
}

#[test]
fn the_table_names_a_test_for_every_row() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = fs::read_to_string(package.join("tests/it/RELIABILITY")).expect("the table is there");
    let mut shown = BTreeSet::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let [row, file, test] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("no row: {line}") };
        let code = fs::read_to_string(package.join(file)).unwrap_or_else(|error| panic!("{line}: {error}"));
        let (before, _) = code.split_once(&format!("fn {test}(")).unwrap_or_else(|| panic!("{line}: no such test"));
        let attributes: Vec<&str> =
            before.trim_end().lines().rev().map(str::trim).take_while(|above| above.starts_with("#[")).collect();
        assert!(attributes.contains(&"#[test]"), "{line}: it is no test");
        assert!(!attributes.iter().any(|attribute| attribute.starts_with("#[ignore")), "{line}: the test is not run");
        shown.insert(row.to_owned());
    }
    let missing: Vec<_> = rows().difference(&shown).cloned().collect();
    assert!(missing.is_empty(), "rows without a test: {missing:?}");
    let unknown: Vec<_> = shown.difference(&rows()).cloned().collect();
    assert!(unknown.is_empty(), "no such rows: {unknown:?}");
}
