use super::*;

#[test]
fn a_compound_stands_before_its_parts() {
    let analysis = analyze("The U.S.-led talks.The end. In the U.S. He said");
    let terms: Vec<_> =
        analysis.tokens.iter().map(|token| format!("{}@{}", analysis.term(token), token.position)).collect();
    let wanted = "the@0 u.s.-led@1 u.s.@1 led@2 talks@3 the@4 end@5 in@6 the@7 u.s.@8 he@9 said@10";
    assert_eq!(terms.join(" "), wanted);
    assert_eq!(analysis.sentences, [0, 4, 6, 9]);
}
