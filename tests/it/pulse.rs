//! How a team does, told by counts of pages and requests.

use crate::support::{Person, Team};

fn desk() -> (Team, Person) {
    let team = Team::founded();
    let page = |kind: &str, day: &str, more: &str, body: &str| {
        format!("---\nkind: {kind}\ndate: {day}\n{more}---\n# T\n\n{body}\n")
    };
    team.write(
        "Jo",
        "nuggets/git/a.md",
        &page("nugget", "2026-10-02", "review_by: 2026-11-01\n", "See [b](b.md) and [b](b.md)."),
    );
    team.write("Jo", "nuggets/git/b.md", &page("nugget", "2026-11-02", "", "[self](b.md)"));
    team.write("Jo", "notes/sales/c.md", &page("note", "2026-11-03", "", "Words."));
    let answered = "---\ntitle: One\ndate: 2026-11-01\nfor: Sales\nstatus: closed\noutcome: two \u{1b}[31mpings less\nanswered_by: ../notes/sales/c.md\n---\n\n- 2026-11-05 Jo: answered by [c](../notes/sales/c.md)\n";
    team.write("Jo", "requests/one.md", answered);
    team.write("Jo", "requests/two.md", "---\ntitle: Two\ndate: 2026-11-10\n---\n");
    team.write("Jo", "requests/old.md", "---\ntitle: Old\ndate: 2025-11-10\n---\n");
    team.write("Jo", "thanks/kim.md", "# Thanks from Kim\n\n- 2026-11-20 Jo: thank you ([b](../nuggets/git/b.md))\n");
    let ada = Person::of(&team, "Ada");
    (team, ada)
}

#[test]
fn counts_of_pages_and_requests_are_told_in_every_form_and_nobody_is_ranked() {
    let (_team, ada) = desk();

    let it = ada.riffle(&["pulse", "--json"]).json().remove(0);
    let of = |key: &str| it[key].as_u64().unwrap();
    assert_eq!((of("asked"), of("answered"), of("median_days")), (2, 1, 4), "{it}");
    assert_eq!((of("pages"), of("linked"), of("thanked"), of("stale")), (3, 2, 1, 1), "{it}");

    let text = ada.riffle(&["pulse", "acme"]).ok();
    assert!(text.contains("stale         1 (33%)\n"), "{text}");
    assert!(text.contains("2026-11  note      \u{2588}") && text.contains("pings less"), "{text}");
    let csv = ada.riffle(&["pulse", "--format", "csv"]).ok();
    assert!(csv.starts_with("what,month,kind,value\nasked,,,2\n") && csv.contains("new,2026-11,request,2\n"), "{csv}");
    let markdown = ada.riffle(&["pulse", "--format", "md"]).ok();
    assert!(markdown.contains("| answered | 1 |\n") && markdown.contains("- One: two "), "{markdown}");
    for told in [&text, &csv, &markdown, &it.to_string()] {
        assert!(!told.contains("Jo") && !told.contains("Kim") && !told.contains('\u{1b}'), "{told}");
    }
    let sales = ada.riffle(&["pulse", "--for", "sales", "--json"]).json().remove(0);
    assert_eq!((&sales["asked"], &sales["pages"]), (&1.into(), &1.into()), "{sales}");
}

#[test]
fn a_team_with_nothing_and_a_clock_a_year_off_have_a_pulse_too() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let text = ada.riffle(&["pulse"]).ok();
    assert!(text.contains("median days   -\n") && text.contains("stale         0 (0%)\n"), "{text}");

    let (_team, ada) = desk();
    let it = ada.riffle(&["pulse", "--json", "--now", "2025-11-20T10:00:00+00:00"]).json().remove(0);
    assert_eq!((&it["asked"], &it["stale"]), (&1.into(), &0.into()), "{it}");
    assert!(ada.riffle(&["pulse", "--since", "soon"]).fails(2).contains("not a time"));
}
