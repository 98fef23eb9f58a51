use super::*;
use crate::team::read::{Rules, read_page};

const BY_HAND: &str = "---\ntitle: Who owns the SSO runbook?\nfor: Ops # the night shift\n---\n# Who owns it?\n\nWe page the wrong people.\n";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn request(text: &str) -> Request {
    read(&read_page("requests/sso.md", text.as_bytes(), &Rules::default()))
}

/// What becomes of a text by one act of somebody.
fn act(text: &str, who: &str, act: &Act<'_>) -> String {
    changed(text, &request(text), act, (who, day("2026-11-22"))).unwrap()
}

#[test]
fn a_new_request_reads_back_with_all_it_says() {
    let new = NewRequest {
        id: "01k0abcdefghjkmnpqrstvwxyz",
        title: "SSO errors: a one-pager",
        asker: "Mina",
        day: day("2026-11-21"),
        whom: Some("Sales"),
        why: Some("Customers ask what error 403 means."),
        due: Some(day("2026-12-04")),
    };
    let text = begun(&new);

    let request = request(&text);

    assert_eq!((request.title.as_str(), request.state.name()), (new.title, "open"));
    assert_eq!((request.asker.as_deref(), request.whom.as_deref()), (Some("Mina"), Some("Sales")));
    assert_eq!((request.why.as_deref(), request.due), (new.why, new.due));
    assert!(text.contains("# SSO errors: a one-pager\n\nCustomers ask"), "{text}");
}

#[test]
fn a_title_alone_makes_a_request() {
    let request = request("# Who owns the SSO runbook?\n");

    assert_eq!((request.title.as_str(), request.state.name()), ("Who owns the SSO runbook?", "open"));
}

#[test]
fn every_act_adds_a_dated_line_and_leaves_all_other_words_as_they_were() {
    let claimed = act(BY_HAND, "Jo", &Act::Claim);
    let said = act(&claimed, "Ada", &Act::Reply("I have half of this."));
    let answered = act(&said, "Jo", &Act::Answer { path: "nuggets/sso/run book.md", title: "The [SSO] runbook" });
    let closed = act(&answered, "Ada", &Act::Close(Some("two pages less a night")));

    let now = request(&closed);
    assert_eq!((now.state.name(), now.assignee.as_deref()), ("closed", Some("Jo")));
    assert_eq!(now.outcome.as_deref(), Some("two pages less a night"));
    assert_eq!(now.answers, ["nuggets/sso/run book.md"]);
    let words: Vec<&str> = now.lines.iter().map(|line| line.words.as_str()).collect();
    assert_eq!(words[..2], ["takes it on", "I have half of this."]);
    assert!(words[2].ends_with("(../nuggets/sso/run%20book.md)"), "{words:?}");
    assert!(
        closed.contains("for: Ops # the night shift\n") && closed.contains("We page the wrong people.\n"),
        "{closed}"
    );
}

#[test]
fn acts_that_are_done_already_change_nothing() {
    let claimed = act(BY_HAND, "Jo", &Act::Claim);
    assert_eq!(act(&claimed, "jo", &Act::Claim), claimed);
    let answer = Act::Answer { path: "nuggets/x.md", title: "X" };
    let answered = act(&claimed, "Jo", &answer);
    assert_eq!(act(&answered, "Ada", &answer), answered, "one answer, however many name it");
    let closed = act(&answered, "Ada", &Act::Close(None));
    assert_eq!(act(&closed, "Jo", &Act::Close(None)), closed);
}

#[test]
fn who_comes_second_learns_of_the_first_and_loses_no_word() {
    let claimed = act(BY_HAND, "Jo", &Act::Claim);
    let second = changed(&claimed, &request(&claimed), &Act::Claim, ("Ada", day("2026-11-22")));
    assert_eq!(second, Err(Refused::Claimed("Jo".into())));

    let one = act(&claimed, "Jo", &Act::Answer { path: "nuggets/x.md", title: "X" });
    let both = act(&one, "Ada", &Act::Answer { path: "nuggets/y.md", title: "Y" });
    assert_eq!(request(&both).answers, ["nuggets/x.md", "nuggets/y.md"]);

    let closed = act(&both, "Ada", &Act::Close(Some("helped")));
    let again = act(&closed, "Mina", &Act::Close(Some("not quite")));
    let now = request(&again);
    assert_eq!(now.outcome.as_deref(), Some("helped"));
    assert_eq!(now.lines.last().unwrap().words, "not quite");
}

#[test]
fn a_file_whose_fields_are_not_read_is_left_alone() {
    let long = format!("---\ntitle: X\nassignee: Jo\nwhy: {}\n---\n", "x".repeat(17 << 10));
    let tied = "---\ntitle: &name X\nassignee: Jo\noutcome: theirs\n---\n";

    for text in [long.as_str(), tied] {
        for act in [Act::Claim, Act::Close(Some("mine")), Act::Answer { path: "nuggets/x.md", title: "X" }] {
            let told = changed(text, &request(text), &act, ("Ada", day("2026-11-22")));
            assert!(matches!(told, Err(Refused::Problem(_))), "{act:?}: {told:?}");
        }
    }
}

#[test]
fn who_gives_a_request_back_leaves_the_others_on_it() {
    let shared = "---\ntitle: X\nassignee: [Jo, Mina]\n---\n";

    let left = act(shared, "Jo", &Act::Release);

    assert_eq!(request(&left).assignee.as_deref(), Some("Mina"), "{left}");
    assert_eq!(request(&act(&left, "Mina", &Act::Release)).assignee, None);
}

#[test]
fn of_endless_lines_the_last_are_read_and_of_each_its_beginning() {
    let line = |day: u32| format!("- 2026-11-{:02} {}: {}\n", day % 28 + 1, "w".repeat(9_000), "x".repeat(9_000));
    let text: String = (0..300).map(line).chain(["- 2026-12-01 Jo: the last\n".to_owned()]).collect();

    let lines = request(&format!("# X\n\n{text}")).lines;

    assert!(lines.iter().map(|line| line.words.len() + line.who.len()).sum::<usize>() < 100_000);
    assert_eq!(lines.last().unwrap().words, "the last");
}

#[test]
fn an_answer_to_a_closed_request_is_named_and_opens_nothing() {
    let closed = act(BY_HAND, "Ada", &Act::Close(None));

    let answered = request(&act(&closed, "Jo", &Act::Answer { path: "nuggets/x.md", title: "X" }));

    assert_eq!((answered.state.name(), answered.answers.len()), ("closed", 1));
    let claim = changed(&closed, &request(&closed), &Act::Claim, ("Jo", day("2026-11-22")));
    assert_eq!(claim, Err(Refused::NotOpen("closed".into())));
}

#[test]
fn lines_of_other_systems_stay_as_they_end() {
    let windows = BY_HAND.replace('\n', "\r\n");

    let said = act(&windows, "Jo", &Act::Reply("ok"));

    assert!(
        said.ends_with("people.\r\n\r\n- 2026-11-22 Jo: ok\r\n") && !said.replace("\r\n", "").contains('\n'),
        "{said:?}"
    );
}

#[test]
fn silence_is_told_after_two_weeks_and_a_clock_that_is_wrong_makes_none() {
    let said = "- 2026-11-01 Jo: soon\n";
    let waiting = request(&format!("---\ntitle: X\ndate: 2026-10-01\n---\n{said}"));
    assert_eq!(waiting.silent_for(day("2026-11-14")), None);
    assert_eq!(waiting.silent_for(day("2026-11-15")), Some(14));
    let ahead = request("---\ntitle: X\ndate: 2027-11-21\n---\n");
    assert_eq!(ahead.silent_for(day("2026-11-21")), None);
    let unknown = request("---\ntitle: X\nstatus: maybe\ndue: soon\n---\n");
    assert_eq!((unknown.is_open(), unknown.due, unknown.state.name()), (true, None, "maybe"));
}

#[test]
fn what_is_asked_of_me_is_told_by_who_took_it_on_and_else_for_whom_it_is() {
    let of = |fields: &str| request(&format!("---\ntitle: X\n{fields}---\n"));

    assert!(of("for: '@ada'\n").is_for("Ada") && of("assignee: Ada\n").is_for("ada"));
    assert!(!of("for: Ada\nassignee: Jo\n").is_for("Ada") && !of("for: Sales\n").is_for("Ada"));
}

#[test]
fn the_most_urgent_comes_first() {
    let of = |title: &str, fields: &str| request(&format!("---\ntitle: {title}\n{fields}---\n"));
    let mut all = [
        of("closed", "status: closed\ndue: 2026-01-01\n"),
        of("old", "date: 2026-01-01\n"),
        of("later", "due: 2026-12-09\n"),
        of("new", "date: 2026-11-01\n"),
        of("soon", "due: 2026-12-01\n"),
    ];
    all.sort_by(by_urgency);

    assert_eq!(all.map(|it| it.title), ["soon", "later", "new", "old", "closed"]);
}
