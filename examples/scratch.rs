//! x
use morgue::{ingest::*, local::LocalEngine, search::*, query};
struct O; impl Observer for O { fn event(&self, e:&Event<'_>) { if !matches!(e, Event::Progress{..}|Event::Skipped{..}) { eprintln!("{e:?}"); } } }
fn main() {
  let a: Vec<String> = std::env::args().collect();
  let t = std::time::Instant::now();
  if a[1]=="index" {
  let r = Request { archive: a[2].clone().into(), index: Some(a[3].clone().into()), names: Some(a.get(4).is_none()), jobs: a.get(5).map(|s| s.parse().unwrap()), ..Default::default() };
  println!("{:?}", run(&r, &O).map_err(|e| format!("{e} {:?}", e.hint_text())));
  } else {
   let e = LocalEngine::open(a[2].as_ref()).unwrap();
   eprintln!("open {:?}", t.elapsed());
   let q = query::parse(&a[3], &query::Context{today: morgue::story::Date::today()}).unwrap();
   for l in e.explain(q.plan()).unwrap() { println!("{l}"); }
   let ans = e.search(&SearchRequest{plan:q.plan().clone(), sort:Sort::Relevance, offset:0, limit:Some(10), snippets:2, width:160}).unwrap();
   println!("total {}", ans.total);
   for h in ans.hits { let h=h.unwrap(); println!("{} {:.3} {} {:?} {:?}", h.rank,h.score,h.story.id,h.story.headline,h.story.date); for s in h.snippets { println!("   {} {:?} {:?}", s.field, s.text, s.highlights);} }
  }
  eprintln!("{:?}", t.elapsed());
}
