//! What somebody in a team would like to know: asked, taken on, answered, closed, by several people at once.

use crate::support::{Person, Team};

fn list(person: &Person) -> Vec<serde_json::Value> {
    person.riffle(&["request", "list", "--all", "--json"]).json()
}

fn fetch(person: &Person) {
    person.riffle(&["team", "new"]).ok();
}

fn ask(person: &Person, title: &str) -> String {
    person.riffle(&["ask", title, "--yes"]).ok().trim().to_owned()
}

#[test]
fn a_question_is_asked_taken_on_answered_and_closed_with_what_came_of_it() {
    let team = Team::founded();
    let (mina, ada) = (Person::of(&team, "Mina"), Person::of(&team, "Ada"));
    let args =
        ["ask", "SSO errors one-pager", "--for", "Sales", "--why", "Customers ask", "--due", "2026-12-04", "--yes"];
    let path = mina.riffle(&args).ok().trim().to_owned();
    assert_eq!(path, "requests/sso-errors-one-pager.md");
    let readme = team.read("README.md");
    assert!(
        readme.contains(
            "## Open requests\n\n- [SSO errors one-pager](requests/sso-errors-one-pager.md) (for Sales, due 2026-12-04)"
        ),
        "{readme}"
    );

    fetch(&ada);
    ada.riffle(&["request", "claim", "sso-errors-one-pager"]).ok();
    assert!(team.read("README.md").contains("Ada is on it"));
    assert!(ada.riffle(&["request", "list", "--mine"]).ok().contains("SSO errors one-pager"));
    let entry = ada.nugget("What the SSO errors mean", "403 is a missing group.");
    ada.riffle(&["request", "answer", "SSO errors one-pager", "--with", &entry, "--yes"]).fails(2);
    ada.publish(&entry).ok();
    ada.riffle(&["request", "answer", "SSO errors one-pager", "--with", &entry, "--yes"]).ok();
    assert!(!team.read("README.md").contains("Open requests") && !team.read("README.md").contains("(requests/"));

    fetch(&mina);
    let mine = mina.riffle(&["request", "list", "--mine"]).ok();
    assert!(mine.starts_with("answered  SSO errors one-pager"), "the asker is asked what came of it: {mine}");
    mina.riffle(&["request", "close", &path, "Two pings less a week", "--yes"]).ok();

    let text = team.read(&path);
    assert!(text.contains("status: closed\n") && text.contains("outcome: Two pings less a week\n"), "{text}");
    assert!(
        text.contains("answered by [What the SSO errors mean](../nuggets/git/what-the-sso-errors-mean.md)"),
        "{text}"
    );
    let log = team.git(&["log", "--format=%s%n%b", "main"]).ok();
    assert!(
        log.contains("request: SSO errors one-pager") && log.contains("Closes: requests/sso-errors-one-pager.md"),
        "{log}"
    );
    assert_eq!(mina.riffle(&["request", "list", "--mine"]).ok(), "");
}

#[test]
fn of_two_who_claim_at_once_one_is_told_of_the_other_and_words_of_both_stay() {
    let team = Team::founded();
    let (ada, jo) = (Person::of(&team, "Ada"), Person::of(&team, "Jo"));
    let path = ask(&ada, "Who owns the runbook?");
    fetch(&jo);
    // Neither has fetched what the other does.
    jo.riffle(&["request", "claim", &path]).ok();
    let told = ada.riffle(&["request", "claim", &path]).fails(3);
    assert!(told.contains("taken on by Jo"), "{told}");

    ada.riffle(&["request", "reply", &path, "I have half of this", "--yes"]).ok();
    jo.riffle(&["request", "reply", &path, "Send it over", "--yes"]).ok();
    team.write("Kim", "nuggets/git/a.md", "# A\n\nOne.\n");
    team.write("Kim", "nuggets/git/b.md", "# B\n\nTwo.\n");
    [&ada, &jo].into_iter().for_each(fetch);
    ada.riffle(&["request", "answer", &path, "--with", ".team/acme/nuggets/git/a.md", "--yes"]).ok();
    jo.riffle(&["request", "answer", &path, "--with", ".team/acme/nuggets/git/b.md", "--yes"]).ok();
    jo.riffle(&["request", "answer", &path, "--with", ".team/acme/nuggets/git/a.md", "--yes"]).ok();

    fetch(&ada);
    let request = &list(&ada)[0];
    let said: Vec<&str> =
        request["lines"].as_array().unwrap().iter().map(|line| line["text"].as_str().unwrap()).collect();
    assert_eq!(said[..3], ["takes it on", "I have half of this", "Send it over"]);
    assert_eq!(request["answered_by"].as_array().unwrap().len(), 2, "no answer twice: {request}");
    assert!(!team.read(&path).contains("<<<<"));
}

#[test]
fn who_has_no_riffle_asks_and_claims_in_the_file_and_is_understood() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    team.write("Kim", "requests/flame graphs.md", "# How to read a flame graph\n\nWhich side is time?\n");
    team.write("Kim", "requests/odd.md", "---\ntitle: Odd\nstatus: maybe\nassignee: [Kim]\ndue: soon\n---\n");
    team.write("Kim", "requests/broken.md", "---\ntitle: [Broken\n---\n# Broken\n");
    fetch(&ada);

    let listed = ada.riffle(&["request", "list"]).ok();
    assert!(listed.contains("open      How to read a flame graph"), "{listed}");
    assert!(listed.contains("maybe     Odd (Kim is on it)"), "what nobody knows is shown as it is: {listed}");

    ada.riffle(&["request", "claim", "requests/flame graphs.md"]).ok();
    let text = team.read("requests/flame graphs.md");
    assert!(text.starts_with("---\nassignee: Ada\n---\n") && text.contains("Which side is time?\n"), "{text}");
    let readme = team.read("README.md");
    assert!(readme.contains("(requests/flame%20graphs.md) (Ada is on it)"), "{readme}");
    let told = ada.riffle(&["request", "claim", "requests/broken.md"]).fails(1);
    assert!(told.contains("cannot be changed"), "{told}");
}

#[test]
fn a_readme_that_has_no_place_for_requests_gets_one_above_its_index_or_stays_as_it_is() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let old = "# Ours\n\nWords.\n\n<!-- riffle:index -->\n<!-- /riffle:index -->\n\nEnd.\n";
    team.write("Kim", "README.md", old);
    let path = ask(&ada, "One");
    let readme = team.read("README.md");
    assert!(
        readme.starts_with(
            "# Ours\n\nWords.\n\n<!-- riffle:requests -->\n\n## Open requests\n\n- [One](requests/one.md)\n"
        ),
        "{readme}"
    );
    ada.riffle(&["request", "close", &path, "--yes"]).ok();
    assert!(team.read("README.md").ends_with(
        "<!-- riffle:requests -->\n<!-- /riffle:requests -->\n\n<!-- riffle:index -->\n<!-- /riffle:index -->\n\nEnd.\n"
    ));

    let own = "# Ours\n\n- [A](nuggets/a.md)\n- [B](nuggets/b.md)\n";
    team.write("Kim", "README.md", own);
    ask(&ada, "Two");
    assert_eq!(team.read("README.md"), own);
}

#[test]
fn publishing_lists_what_was_asked_by_hand_and_no_request_among_the_pages() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    team.write("Kim", "requests/by-hand.md", "# Asked by hand\n");

    ada.publish(&ada.nugget("A page", "Words.")).ok();

    let readme = team.read("README.md");
    assert_eq!(readme.matches("requests/by-hand.md").count(), 1, "{readme}");
    assert!(readme.find("Asked by hand").unwrap() < readme.find("riffle:index").unwrap(), "{readme}");
}

#[test]
fn no_private_word_leaves_with_a_question() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    ada.sandbox.configure("private_words = [\"Bluebird\"]\n");
    ada.riffle(&["capture", "--title", "Salaries of the platform group", "For my eyes alone."]).ok();
    let question = "How do we pay [[Salaries of the platform group]]? %% ask Mina %%";

    let shown = ada.riffle(&["ask", question, "--dry-run"]).ok();
    assert!(
        !shown.lines().any(|line| line.starts_with('+') && (line.contains("Salaries") || line.contains("Mina"))),
        "{shown}"
    );
    assert!(shown.contains("Stays    private link") && shown.contains("Stays    comment"), "{shown}");
    assert_eq!(team.files().iter().filter(|file| file.starts_with("requests/")).count(), 0);
    let unasked = ada.riffle(&["ask", question]).fails(3);
    assert!(unasked.contains("not confirmed"), "{unasked}");

    let secret = "Why does AKIAIOSFODNN7EXAMPL2 not work? password = hunter2hunter2";
    let blocked = ada.riffle(&["ask", secret, "--yes"]).fails(3);
    assert!(!blocked.contains("AKIAIOSFODNN7EXAMPL2"), "{blocked}");
    let warned = ada.riffle(&["ask", "When does Bluebird start", "--dry-run"]).ok();
    assert!(warned.contains("a word of your list"), "{warned}");
    let title = ada.riffle(&["ask", "What are the salaries of the platform group", "--dry-run"]).ok();
    assert!(title.contains("the title of a private entry"), "{title}");
    assert_eq!(team.files().iter().filter(|file| file.starts_with("requests/")).count(), 0);
}

#[test]
fn words_of_others_are_not_held_against_me_and_command_no_terminal() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    team.write(
        "Kim",
        "requests/mail.md",
        "---\ntitle: \"Mail\\u001b[31m\"\n---\nWrite to kim.doe@acme.example\u{1b}[2J.\n",
    );
    fetch(&ada);

    let listed = ada.riffle(&["request", "list"]).ok();
    assert!(!listed.contains('\u{1b}'), "{listed:?}");
    let shown = ada.riffle(&["request", "reply", "requests/mail.md", "ok", "--dry-run"]).ok();
    assert!(!shown.contains("warning") && !shown.contains('\u{1b}'), "{shown}");
}

#[test]
fn an_answer_that_was_withdrawn_is_told_and_nothing_is_reopened() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let path = ask(&ada, "One");
    let entry = ada.nugget("The answer", "Words.");
    ada.publish(&entry).ok();
    ada.riffle(&["request", "answer", &path, "--with", &entry, "--yes"]).ok();

    ada.riffle(&["withdraw", &entry, "--from", "acme"]).ok();

    let listed = ada.riffle(&["request", "list", "--all"]).ok();
    assert!(listed.starts_with("answered  One (its answer is gone)"), "{listed}");
    ada.riffle(&["request", "answer", &path, "--with", ".team/acme/nuggets/git/the-answer.md", "--yes"]).fails(2);
    ada.riffle(&["request", "claim", "no such request"]).fails(2);
}

#[test]
fn an_entry_that_names_the_request_it_was_written_for_answers_it_when_it_is_published() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let path = ask(&ada, "One");
    let entry = ada.nugget("The answer", "Words.");
    let text = ada.sandbox.read(&entry).replacen("---\n", &format!("---\nanswers: acme:{path}\n"), 1);
    ada.sandbox.write(&entry, text);

    let shown = ada.riffle(&["publish", &entry, "--to", "acme", "--dry-run"]).ok();
    assert!(shown.contains("answers the request “One”") && shown.contains(&path), "{shown}");
    ada.publish(&entry).ok();

    let request = team.read(&path);
    assert!(request.contains("status: answered\n") && request.contains("../nuggets/git/the-answer.md"), "{request}");
    assert!(!team.read("nuggets/git/the-answer.md").contains("answers:"));
    assert!(team.git(&["log", "-1", "--format=%b", "main"]).ok().contains(&format!("Closes: {path}")));
    ada.riffle(&["annotate", &entry, "More."]).ok();
    ada.publish(&entry).ok();
    assert_eq!(team.read(&path), request, "it is answered once");
}

#[test]
fn the_same_question_sent_twice_is_one_and_two_of_one_name_are_two() {
    let team = Team::founded();
    let (ada, jo) = (Person::of(&team, "Ada"), Person::of(&team, "Jo"));

    let (one, again) = (ask(&ada, "One"), ask(&ada, "One"));
    let other = ask(&jo, "One");

    assert_eq!(one, again);
    assert!(other.starts_with("requests/one-") && other != one, "{other}");
    team.refuse("closed for the night");
    let told = ada.riffle(&["ask", "Two", "--yes"]).fails(1);
    assert!(told.contains("closed for the night"), "{told}");
    assert_eq!(list(&ada).len(), 2, "what was refused is nowhere");
}

#[test]
fn a_name_that_differs_by_case_alone_is_taken() {
    let team = Team::founded();
    team.write("Kim", "requests/VPN.md", "# VPN\n\nWho knows?\n");
    let ada = Person::of(&team, "Ada");

    let path = ask(&ada, "VPN");

    assert!(path.starts_with("requests/vpn-"), "{path}");
    assert_eq!(list(&ada).len(), 2);
}
