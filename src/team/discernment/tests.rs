use super::*;

fn report(text: &str) -> Report {
    let rules = Rules::default();
    let files = [Text { path: "nuggets/tea/green.md", text }];
    examine(&Subject {
        files: &files,
        message: "nugget: Green tea",
        author: "Ada <ada@example.org>",
        rules: &rules,
        has_source: false,
        private_words: &[],
        private_title: &|_| false,
        similar: &[],
    })
}

#[test]
fn a_plain_page_passes_every_check() {
    let report = report("# Green tea\n\nEighty degrees, two minutes.\n");

    assert_eq!(report.findings, []);
    assert_eq!(report.passed.len(), Check::ALL.len());
}
