//! An entry goes to a team, is brought up to date and taken back: by commands, against real repositories.

use crate::support::{Person, Ran, Team};

pub(crate) const TITLE: &str = "Blobless clones make CI faster";
pub(crate) const BODY: &str = "Use `git clone --filter=blob:none` in CI: our clone went from 4m10 to 0m52.\n\n\
    Blame gets slow there; `git backfill` mends that over night.";
pub(crate) const PAGE: &str = "nuggets/git/blobless-clones-make-ci-faster.md";

#[test]
fn a_nugget_arrives_as_a_page_that_reads_well_without_riffle() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let entry = ada.nugget(TITLE, BODY);

    let told = ada.publish(&entry).ok();

    assert_eq!(told.trim(), PAGE);
    let page = team.read(PAGE);
    assert!(page.contains(&format!("# {TITLE}")) && page.contains(BODY), "{page}");
    assert!(!page.contains("stage:") && !page.contains("[["), "{page}");
    let readme = team.read("README.md");
    assert!(readme.contains(&format!("[{TITLE}]({PAGE})")), "{readme}");
    let log = team.git(&["log", "-1", "--format=%an <%ae>%n%B", "main"]).ok();
    assert!(log.starts_with("Ada <ada@example.org>\nnugget: Blobless") && log.contains("Entry-Id: "), "{log}");
    assert_eq!(ada.state(&entry), "published");
    assert_eq!(ada.sandbox.git(&["status", "--porcelain"]).ok(), "");
}

#[test]
fn a_capture_of_one_line_is_published_and_keeps_what_a_colleague_adds() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let entry = ada.riffle(&["capture", "-t", "tea", "Green tea wants eighty degrees"]).ok().trim().to_owned();

    let page = ada.publish(&entry).ok().trim().to_owned();

    let text = team.read(&page);
    assert!(text.ends_with("---\n\n# Green tea wants eighty degrees\n"), "{text}");
    assert_eq!(ada.state(&entry), "published");
    team.write("Jo", &page, &format!("{text}\nAnd three minutes.\n"));
    ada.riffle(&["team", "new"]).ok();
    ada.riffle(&["tag", &entry, "+kitchen"]).ok();
    ada.publish(&entry).ok();
    let text = team.read(&page);
    assert!(text.contains("kitchen") && text.ends_with("degrees\n\nAnd three minutes.\n"), "{text}");
}

#[test]
fn a_title_that_is_private_is_not_all_of_an_entry() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    ada.sandbox.write("notes/zebra.md", "---\ntitle: '%% zebra %%'\n---\n");

    let said = ada.publish("notes/zebra.md").fails(1);

    assert!(said.contains("nothing would be left"), "{said}");
}

#[test]
fn nothing_leaves_unless_somebody_agrees() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let entry = ada.nugget(TITLE, BODY);
    let before = team.git(&["rev-parse", "main"]).ok();

    let said = ada.riffle(&["publish", &entry, "--to", "acme"]).fails(3);
    let shown = ada.riffle(&["publish", &entry, "--to", "acme", "--dry-run"]).ok();

    assert!(said.contains("not confirmed"), "{said}");
    assert!(shown.contains(PAGE) && shown.contains("Files    ") && shown.contains("README.md"), "{shown}");
    assert!(shown.contains("nugget: Blobless") && shown.contains("Entry-Id: "), "{shown}");
    assert_eq!(team.git(&["rev-parse", "main"]).ok(), before);
    assert_eq!(ada.riffle(&["published"]).ok(), "");
}

#[test]
fn what_is_private_stays_and_is_listed() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    ada.nugget("The secret garden of numbers", "Mine alone.");
    let body = "Public words.\n\nSee [[the-secret-garden-of-numbers]] and [[the-secret-garden-of-numbers|my garden]].\n\n\
        %% only for me %%\n\n<!-- private -->\nhidden passage\n<!-- /private -->\n\n> [!private]\n> hidden callout\n";
    let entry = ada.nugget("What may be told", body);

    let preview = ada.riffle(&["publish", &entry, "--to", "acme", "--dry-run", "--json"]).json().remove(0);
    ada.publish(&entry).ok();

    let everything = team.git(&["log", "-p", "--all", "--format=fuller"]).ok();
    for word in ["garden-of-numbers", "only for me", "hidden passage", "hidden callout", "[["] {
        assert!(!everything.contains(word), "{word} left: {everything}");
    }
    assert!(everything.contains("Public words.") && everything.contains("my garden"), "{everything}");
    let left: Vec<_> =
        preview["left_out"].as_array().unwrap().iter().map(|left| left["what"].as_str().unwrap()).collect();
    assert!(left.len() >= 5, "{left:?}");
}

#[test]
fn a_warning_is_told_also_where_nobody_is_asked() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let entry = ada.nugget(TITLE, "Ours is at <https://git.corp.internal/platform>.");

    let done = ada.publish(&entry);

    assert!(done.err.contains("warning") && done.err.contains("git.corp.internal"), "{done:?}");
    done.ok();
}

#[test]
fn an_entry_that_must_never_leave_is_refused() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let entry = ada.nugget("Mine alone", "Nobody else's business.");
    let text = ada.sandbox.read(&entry);
    for field in ["share: never", "publish: false", "private: true"] {
        ada.sandbox.write(&entry, text.replacen("kind: nugget\n", &format!("kind: nugget\n{field}\n"), 1));

        let said = ada.publish(&entry).fails(1);

        assert!(said.contains("never") && said.contains(field.split(':').next().unwrap()), "{said}");
        assert!(!team.files().iter().any(|file| file.contains("mine-alone")));
    }
}

#[test]
fn what_is_shown_from_a_private_entry_stays_and_wants_a_word() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    ada.nugget("Budget", "We have 4711 left.");
    let entry = ada.nugget("What it costs", "As the table says:\n\n![[budget]]\n\nThat is all.");

    let said = ada.publish(&entry).fails(3);
    assert!(said.contains("![[budget]]") && said.contains("stays behind"), "{said}");
    assert!(!team.files().iter().any(|file| file.contains("costs")));

    let key = said.split("allow with ").nth(1).unwrap().split(')').next().unwrap();
    ada.riffle(&["publish", &entry, "--to", "acme", "--yes", "--allow", key]).ok();
    let page = team.read("nuggets/git/what-it-costs.md");
    assert!(page.contains("That is all.") && !page.contains("4711") && !page.contains("budget"), "{page}");
}

#[test]
fn a_secret_blocks_until_it_is_let_through_by_name_and_that_is_recorded() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let secret = "QyNTUxOQ7m3Xk9vJpL2sTq8WzR4uYbN6cHdKfGxVtMoEwPiAj5QzL0a";
    let (begin, end) =
        (["-----BEGIN OPENSSH", "PRIVATE KEY-----"].join(" "), ["-----END OPENSSH", "PRIVATE KEY-----"].join(" "));
    let entry = ada.nugget("How our deploy key looks", &format!("```\n{begin}\n{secret}\n{end}\n```"));

    let said = ada.publish(&entry).fails(3);

    assert!(said.contains("nothing was published") && !said.contains(secret), "{said}");
    assert!(!team.git(&["log", "-p", "--all"]).ok().contains(secret));
    let preview = ada.riffle(&["publish", &entry, "--to", "acme", "--dry-run", "--json"]).json().remove(0);
    let blocking = preview["findings"].as_array().unwrap().iter().filter(|finding| finding["blocks"] == true);
    let keys: Vec<&str> = blocking.map(|finding| finding["key"].as_str().unwrap()).collect();
    let mut args = vec!["publish", entry.as_str(), "--to", "acme", "--yes"];
    keys.iter().for_each(|key| args.extend(["--allow", *key]));
    ada.riffle(&args).ok();
    assert!(team.git(&["log", "-p", "--all"]).ok().contains(secret));
    let log = ada.sandbox.git(&["log", "-1", "--format=%B"]).ok();
    assert!(log.contains("Allowed: ") && !log.contains(secret), "{log}");
}

#[test]
fn what_a_hook_refuses_is_not_published_and_the_servers_words_are_told() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let entry = ada.nugget(TITLE, BODY);
    let before = ada.sandbox.files();
    team.refuse("No nuggets on Fridays, please");

    let said = ada.publish(&entry).fails(1);

    assert!(said.contains("No nuggets on Fridays, please"), "{said}");
    assert!(said.contains("nothing changed in") && !said.contains("sync"), "{said}");
    assert_eq!(ada.sandbox.files(), before);
    assert_eq!(ada.riffle(&["published"]).ok(), "");
    team.relent();
    ada.publish(&entry).ok();
    assert_eq!(ada.state(&entry), "published");
}

#[test]
fn a_team_that_cannot_be_reached_leaves_the_publication_queued() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let entry = ada.nugget(TITLE, BODY);
    let away = team.root().join("away.git");
    std::fs::rename(team.path(), &away).unwrap();

    let said = ada.publish(&entry).fails(4);

    assert!(said.contains("queued"), "{said}");
    assert_eq!(ada.state(&entry), "queued");
    std::fs::rename(&away, team.path()).unwrap();
    ada.publish(&entry).ok();
    assert_eq!(ada.state(&entry), "published");
    assert_eq!(ada.riffle(&["published"]).ok().lines().count(), 1);
}

#[test]
fn the_same_title_from_two_people_becomes_two_pages() {
    let team = Team::founded();
    let (ada, jo) = (Person::of(&team, "Ada"), Person::of(&team, "Jo"));
    let (mine, theirs) = (ada.nugget(TITLE, "Ada's words."), jo.nugget(TITLE, "Jo's words."));
    let spawn = |person: &Person, entry: &str| {
        person
            .command(&["publish", entry, "--to", "acme", "--yes"])
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap()
    };

    let both = [spawn(&ada, &mine), spawn(&jo, &theirs)];
    let told: Vec<_> = both.map(|child| child.wait_with_output().unwrap()).into_iter().collect();

    assert!(told.iter().all(|output| output.status.success()), "{told:?}");
    let pages: Vec<String> = team.files().into_iter().filter(|file| file.starts_with("nuggets/git/blobless")).collect();
    assert_eq!(pages.len(), 2, "{pages:?}");
    let texts: String = pages.iter().map(|page| team.read(page)).collect();
    assert!(texts.contains("Ada's words.") && texts.contains("Jo's words."));
    let readme = team.read("README.md");
    assert!(pages.iter().all(|page| readme.contains(page.as_str())), "{readme}");
}

#[test]
fn where_an_adopted_page_came_from_stays_unless_everybody_can_go_there() {
    let team = Team::founded();
    let (ada, jo) = (Person::of(&team, "Ada"), Person::of(&team, "Jo"));
    let entry = ada.nugget(TITLE, BODY);
    ada.publish(&entry).ok();
    jo.riffle(&["team", "new"]).ok();
    let mine = jo.riffle(&["adopt", &format!(".team/acme/{PAGE}")]).ok();
    let other = Team::founded();
    jo.riffle(&["team", "add", &other.url(), "--name", "other"]).ok();

    jo.riffle(&["publish", mine.trim(), "--to", "other", "--yes"]).ok();

    assert!(jo.sandbox.read(mine.trim()).contains(&team.url()));
    let everything = other.git(&["log", "-p", "--all", "--format=fuller"]).ok();
    assert!(!everything.contains(&team.path().display().to_string()), "{everything}");
}

#[test]
fn a_topic_that_the_team_does_not_list_is_told() {
    let team = Team::founded();
    team.write("Jo", ".riffle/team.toml", "schema = 1\ntopics = [\"ops\", \"web\"]\n");
    let ada = Person::of(&team, "Ada");
    let entry = ada.nugget(TITLE, BODY);

    let asked = ["publish", &entry, "--to", "acme", "--dry-run", "--topic"];
    let other = ada.riffle(&[&asked[..], &["cooking"]].concat()).ok();
    let listed = ada.riffle(&[&asked[..], &["ops"]].concat()).ok();

    assert!(other.contains("cooking is not one of the team's topics: ops, web"), "{other}");
    assert!(!listed.contains("none of the team's topics"), "{listed}");
}

#[test]
fn a_page_is_adopted_once() {
    let team = Team::founded();
    let (ada, jo) = (Person::of(&team, "Ada"), Person::of(&team, "Jo"));
    let entry = ada.nugget(TITLE, BODY);
    ada.publish(&entry).ok();
    jo.riffle(&["team", "new"]).ok();
    let page = format!(".team/acme/{PAGE}");
    let mine = jo.riffle(&["adopt", &page]).ok();

    let said = jo.riffle(&["adopt", &page]).fails(1);

    assert!(said.contains("adopted already") && said.contains(mine.trim()), "{said}");
}

#[test]
fn files_and_ids_of_private_entries_in_the_text_are_told() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    ada.sandbox.write("people/plans/merger.md", "---\nid: 01jn8k4wabcdabcdabcdabcdab\n---\n# Quiet\n\nWords.\n");
    let body = "See <../people/plans/merger.md>, and 01jn8k4wabcdabcdabcdabcdab.";
    let entry = ada.nugget(TITLE, body);

    let said = ada.riffle(&["publish", &entry, "--to", "acme", "--dry-run"]).ok();

    let warned: Vec<&str> = said.lines().filter(|line| line.starts_with("warning")).collect();
    assert!(warned.iter().any(|line| line.contains("people/plans/merger.md")), "{said}");
    assert!(warned.iter().any(|line| line.contains("01jn8k4wabcd")), "{said}");
}

#[test]
fn without_a_name_that_git_knows_no_commit_names_the_machine() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let entry = ada.nugget(TITLE, BODY);
    std::fs::write(ada.sandbox.home().join(".gitconfig"), "").unwrap();

    ada.publish(&entry).ok();

    let author = team.git(&["log", "-1", "--format=%ae %ce", "main"]).ok();
    assert!(author.split_whitespace().all(|email| email.ends_with("@localhost")), "{author}");
}

#[test]
fn an_entry_of_the_team_is_found_and_adopted_with_its_author() {
    let team = Team::founded();
    let (ada, jo) = (Person::of(&team, "Ada"), Person::of(&team, "Jo"));
    let entry = ada.nugget(TITLE, BODY);
    ada.publish(&entry).ok();

    let came = jo.riffle(&["team", "new", "--json"]).json();
    assert_eq!((came.len(), came[0]["author"].as_str()), (1, Some("Ada")), "{came:?}");
    let found = jo.riffle(&["search", "in:team", "backfill", "--json"]).json();
    let path = found[0]["path"].as_str().unwrap();
    assert_eq!(found[0]["path"], came[0]["path"]);
    assert_eq!(jo.riffle(&["search", "in:mine", "backfill"]).ok(), "");
    let mine = jo.riffle(&["adopt", path]).ok();
    let text = jo.sandbox.read(mine.trim());
    assert!(text.contains("via: Ada (acme)") && text.contains("0m52") && text.contains("source:"), "{text}");
    assert!(!text.contains(&ada.sandbox.read(&entry)[4..36]), "it has an id of its own: {text}");
    jo.riffle(&["team", "new", "--seen"]).ok();
    assert_eq!(jo.riffle(&["team", "new"]).ok(), "");
}

#[test]
fn the_stores_own_remote_is_no_team() {
    let team = Team::bare();
    let ada = Person::new("Ada");
    ada.sandbox.git(&["remote", "add", "origin", &team.url()]).ok();

    let said = ada.riffle(&["team", "add", &team.url()]).fails(2);

    assert!(said.contains("your own store"), "{said}");
}

#[test]
fn a_publication_killed_at_any_step_is_whole_or_nothing_and_known_as_what_it_is() {
    for point in ["publish-queued", "publish-delivered", "rewrite-one-written", "commit-advanced", "act-told"] {
        let team = Team::founded();
        let ada = Person::of(&team, "Ada");
        let entry = ada.nugget(TITLE, BODY);
        let mut command = ada.command(&["publish", &entry, "--to", "acme", "--yes"]);

        let ran = Ran::of(command.env("RIFFLE_CRASH_AT", point));

        assert_eq!(ran.code, None, "{point} was not reached: {ran:?}");
        team.git(&["fsck", "--strict"]).ok();
        let is_there = team.files().contains(&PAGE.to_owned());
        assert_eq!(is_there, team.read("README.md").contains(PAGE), "{point}");
        ada.riffle(&["team", "new"]).ok();
        let state = ada.state(&entry);
        assert_eq!(state, if is_there { "published" } else { "queued" }, "{point}");
        ada.publish(&entry).ok();
        assert_eq!(ada.state(&entry), "published", "{point}");
        assert_eq!(ada.sandbox.git(&["status", "--porcelain"]).ok(), "", "{point}");
    }
}

#[test]
fn a_tag_that_stays_names_no_folder_in_the_team() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let text = "What may be told\n\nPublic words.\n\n%% ask about #layoffs %%\n\n> [!private]\n> #merger\n";
    let entry = ada.riffle(&["capture", "--kind", "nugget", text]).ok();

    let path = ada.publish(entry.trim()).ok();

    assert_eq!(path.trim(), "nuggets/general/what-may-be-told.md");
    let everything = team.git(&["log", "-p", "--all", "--format=fuller"]).ok();
    assert!(!everything.contains("layoffs") && !everything.contains("merger"), "{everything}");
}

#[test]
fn where_ids_are_opaque_no_name_in_the_team_has_the_entrys_own() {
    let team = Team::founded();
    team.write("Jo", ".riffle/team.toml", "ids = \"opaque\"\n");
    let ada = Person::of(&team, "Ada");
    let (first, second) = (ada.nugget(TITLE, "First words."), ada.nugget(TITLE, "Second words."));
    let id = |entry: &str| {
        let text = ada.sandbox.read(entry);
        text.lines().find_map(|line| line.strip_prefix("id: ").map(str::to_owned)).unwrap()
    };

    ada.publish(&first).ok();
    let path = ada.publish(&second).ok();
    let third = ada.nugget("Something else", "Third words.");
    ada.riffle(&["publish", &third, "--to", "acme", "--yes", "--branch"]).ok();

    let branch = team.git(&["branch", "--list", "riffle/*", "--format=%(refname:short)"]).ok();
    assert!(!id(&third).ends_with(branch.trim().rsplit('-').next().unwrap()), "{branch}");
    let page = path.trim().strip_prefix("nuggets/git/blobless-clones-make-ci-faster-").unwrap().to_owned();
    assert!(!id(&second).ends_with(page.trim_end_matches(".md")), "{path}");
    let everything = team.git(&["log", "-p", "--all", "--decorate", "--format=fuller"]).ok();
    assert!(!everything.contains(&id(&first)) && !everything.contains(&id(&second)), "{everything}");
}

#[test]
fn publishing_marks_nothing_of_others_as_looked_at() {
    let team = Team::founded();
    let (ada, jo) = (Person::of(&team, "Ada"), Person::of(&team, "Jo"));
    jo.publish(&jo.nugget("What Jo found", "Words.")).ok();

    ada.publish(&ada.nugget(TITLE, BODY)).ok();

    let came = ada.riffle(&["team", "new"]).ok();
    assert!(came.contains("What Jo found") && !came.contains(TITLE), "{came}");
}

#[test]
fn the_address_of_a_bookmark_that_is_never_shared_stays() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let bookmark = |address: &str, more: &str| {
        let path = format!("bookmarks/{more}.md");
        let share = if more == "mine" { "share: never\n" } else { "" };
        ada.sandbox.write(&path, format!("---\nkind: bookmark\ntitle: {more}\nurl: {address}\n{share}---\n"));
    };
    bookmark("https://example.org/everybody", "open");
    bookmark("https://example.org/only-me", "mine");
    let entry = ada.nugget(TITLE, BODY);
    let from = "derived_from: [\"[[bookmarks/open]]\", \"[[bookmarks/mine]]\"]\n";
    ada.sandbox.write(&entry, ada.sandbox.read(&entry).replacen("kind: nugget\n", &format!("kind: nugget\n{from}"), 1));

    ada.publish(&entry).ok();

    let page = team.read(PAGE);
    assert!(page.contains("https://example.org/everybody") && !page.contains("only-me"), "{page}");
}

#[test]
fn a_link_that_stays_behind_is_told_once_and_twice_where_it_leads_to_what_never_leaves() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    ada.sandbox.write("notes/pay.md", "---\ntitle: Raises of the Kraken group\n---\n\nWords.\n");
    let text = "Agreed in [Raises of the Kraken group](../notes/pay.md), and it holds.";
    let entry = ada.nugget(TITLE, text);

    let shown = ada.riffle(&["publish", &entry, "--to", "acme", "--dry-run"]).ok();
    assert!(
        shown.contains("private link: [Raises of the Kraken group]") && !shown.contains("private-title"),
        "{shown}"
    );

    ada.sandbox.write("notes/pay.md", "---\ntitle: Raises of the Kraken group\nshare: never\n---\n\nWords.\n");
    let shown = ada.riffle(&["publish", &entry, "--to", "acme", "--dry-run"]).ok();
    assert!(shown.contains("private link: [Raises") && shown.contains("private-title"), "{shown}");
}

/// A second team, which Riffle made too, under this licence.
fn hub(person: &Person, license: &str) -> Team {
    let hub = Team::bare();
    let args = ["team", "init", &hub.url(), "--name", "hub", "--title", "All of us", "--license", license];
    person.riffle(&args).ok();
    hub
}

#[test]
fn a_page_that_goes_on_to_a_second_team_says_where_it_is_from_and_each_copy_has_its_own_drift() {
    let team = Team::founded();
    let toml = team.read(".riffle/team.toml");
    team.write("Jo", ".riffle/team.toml", &format!("web = \"https://git.example.org/acme/\"\n{toml}"));
    let ada = Person::of(&team, "Ada");
    let hub = hub(&ada, "CC-BY-4.0");
    let entry = ada.nugget(TITLE, BODY);
    ada.publish(&entry).ok();

    ada.riffle(&["publish", &entry, "--to", "hub", "--yes"]).ok();

    let there = hub.read(PAGE);
    assert!(
        there.contains("via: What we know") && there.contains(&format!("https://git.example.org/acme/{PAGE}")),
        "{there}"
    );
    assert!(!team.read(PAGE).contains("via:"), "the first copy is from nowhere else");
    team.write("Jo", PAGE, &format!("{}\nA word of Jo's.\n", team.read(PAGE)));
    ada.riffle(&["team", "new"]).ok();
    let told = ada.riffle(&["published"]).ok();
    let line = |team: &str| told.lines().find(|line| line.contains(&format!("  {team}: "))).unwrap().to_owned();
    assert!(line("acme").starts_with("edited") && line("hub").starts_with("published"), "{told}");
}

#[test]
fn adopted_words_go_on_with_their_author_and_licence_and_what_changed_where_they_are_from_is_told() {
    let team = Team::founded();
    let (ada, jo) = (Person::of(&team, "Ada"), Person::of(&team, "Jo"));
    let entry = ada.nugget(TITLE, BODY);
    ada.publish(&entry).ok();
    jo.riffle(&["team", "new"]).ok();
    let mine = jo.riffle(&["adopt", &format!(".team/acme/{PAGE}")]).ok();
    let hub = hub(&jo, "CC-BY-SA-4.0");

    let shown = jo.riffle(&["publish", mine.trim(), "--to", "hub", "--dry-run"]).ok();
    assert!(shown.contains("its words are under CC-BY-4.0, and pages here are under CC-BY-SA-4.0"), "{shown}");
    jo.riffle(&["publish", mine.trim(), "--to", "hub", "--yes"]).ok();

    let there = hub.read(PAGE);
    assert!(there.contains("Ada") && there.contains("license: CC-BY-4.0") && there.contains("(acme)"), "{there}");
    team.write("Ada", PAGE, &format!("{}\n## Later\n\nMore.\n", team.read(PAGE)));
    jo.riffle(&["team", "new"]).ok();
    let told = jo.riffle(&["published"]).ok();
    assert!(told.contains(&format!("acme changed {PAGE} since: Later")), "{told}");
}

#[test]
fn words_that_nobody_licensed_go_to_no_team_with_a_licence_unasked() {
    let team = Team::founded();
    let toml: String = team
        .read(".riffle/team.toml")
        .lines()
        .filter(|line| !line.starts_with("license"))
        .map(|line| format!("{line}\n"))
        .collect();
    team.write("Founder", ".riffle/team.toml", &toml);
    team.write("Jo", "nuggets/git/theirs.md", "# Theirs\n\nWords of Jo.\n");
    let ada = Person::of(&team, "Ada");
    let mine = ada.riffle(&["adopt", ".team/acme/nuggets/git/theirs.md"]).ok();
    let hub = hub(&ada, "CC-BY-4.0");

    let refused = ada.riffle(&["publish", mine.trim(), "--to", "hub", "--yes"]);

    assert!(refused.code != Some(0), "{refused:?}");
    assert!(
        format!("{}{}", refused.out, refused.err).contains("nobody said that its words may be used elsewhere"),
        "{refused:?}"
    );
    assert!(!hub.files().iter().any(|path| path.contains("theirs")));
}
