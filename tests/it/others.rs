//! Folders of other programs: what their settings say of new files is done so.

use crate::support::Sandbox;

/// The files that a folder has beside those it was made with.
fn made(sandbox: &Sandbox, before: &[(&str, &str)]) -> Vec<String> {
    let files = sandbox.files().into_iter().map(|(path, _)| path);
    files.filter(|path| !before.iter().any(|(known, _)| known == path)).collect()
}

#[test]
fn in_a_vault_of_obsidian_days_and_notes_go_where_it_puts_them() {
    let vault = [
        (
            ".obsidian/app.json",
            "{\"newFileLocation\":\"folder\",\"newFileFolderPath\":\"In box\",\"attachmentFolderPath\":\"Files\"}",
        ),
        (".obsidian/daily-notes.json", "{\"folder\":\"Days\",\"format\":\"YYYY/MM MMMM/dddd, MMMM Do\"}"),
        (".obsidian/templates.json", "{\"folder\":\"Templates\"}"),
        ("Home page.md", "# Home page\n"),
        ("Days/2026/11 November/Friday, November 20th.md", "Yesterday.\n"),
    ];
    let sandbox = Sandbox::folder(&vault);

    sandbox.riffle(&["log", "Tea at 80"]).ok();
    sandbox.riffle(&["log", "Tea at 70"]).ok();
    sandbox.riffle(&["capture", "My note: a plan?"]).ok();

    let day = "Days/2026/11 November/Saturday, November 21st.md";
    assert_eq!(made(&sandbox, &vault), [day, "In box/My note a plan.md"]);
    assert!(sandbox.read(day).contains("Tea at 80") && sandbox.read(day).contains("Tea at 70"));
    let days = sandbox.riffle(&["list", "kind:journal", "--path"]).ok();
    assert_eq!(days.lines().count(), 2, "{days}");
    let doctor = sandbox.riffle(&["doctor"]).ok();
    for said in
        ["as Obsidian has it", day, "In box/My note.md", "templates are in Templates", "attachments are in Files"]
    {
        assert!(doctor.contains(said), "{said}: {doctor}");
    }
}

#[test]
fn a_line_is_added_to_the_day_that_obsidian_began() {
    let day = "---\nmood: good\n---\n# Saturday\n\n## Tasks\n- [ ] tea\n";
    let vault = [(".obsidian/daily-notes.json", "{}"), ("2026-11-21.md", day)];
    let sandbox = Sandbox::folder(&vault);

    sandbox.riffle(&["log", "Tea at 80"]).ok();

    assert_eq!(made(&sandbox, &vault), [""; 0]);
    let after = sandbox.read("2026-11-21.md");
    assert!(after.starts_with(day) && after.contains("Tea at 80"), "{after}");
}

#[test]
fn a_form_of_dates_that_is_not_known_is_told_and_not_guessed() {
    let vault = [(".obsidian/daily-notes.json", "{\"format\":\"gggg-[W]ww-E\"}"), ("my-own-note.md", "x\n")];
    let sandbox = Sandbox::folder(&vault);

    sandbox.riffle(&["log", "Tea at 80"]).ok();
    sandbox.riffle(&["capture", "Named as the others are"]).ok();

    assert_eq!(made(&sandbox, &vault), ["journal/2026/2026-11-21.md", "named-as-the-others-are.md"]);
    assert!(sandbox.riffle(&["doctor"]).ok().contains("does not know `gg`"));
}

#[test]
fn in_a_notebook_of_zk_days_and_notes_go_where_it_puts_them() {
    let config = "[note]\nfilename = \"{{format-date now '%Y%m%d'}}-{{slug title}}\"\n\n[group.daily]\npaths = [\"log/daily\"]\n\n\
                  [group.daily.note]\nfilename = \"{{format-date now '%Y-%m-%d'}}\"\n";
    let vault = [(".zk/config.toml", config), ("a.md", "x\n")];
    let sandbox = Sandbox::folder(&vault);

    sandbox.riffle(&["log", "Tea at 80"]).ok();
    sandbox.riffle(&["capture", "My note"]).ok();

    assert_eq!(made(&sandbox, &vault), ["20261121-my-note.md", "log/daily/2026-11-21.md"]);
    assert!(sandbox.riffle(&["doctor"]).ok().contains("as zk has it"));
}

#[test]
fn a_store_of_riffle_keeps_its_own_ways_when_obsidian_looks_at_it() {
    let sandbox = Sandbox::new();
    sandbox.write(".obsidian/app.json", "{\"newFileLocation\":\"root\"}");

    let path = sandbox.riffle(&["capture", "My note"]).ok();

    assert!(path.contains("notes/2026/my-note.md"), "{path}");
}

#[test]
fn a_folder_that_holds_no_entries_here_is_refused_for_new_ones_and_taken_elsewhere() {
    let own = Sandbox::new();
    own.configure("[paths]\nnote = \"pages/{slug}.md\"\n");
    let ran = own.riffle(&["capture", "My note"]);
    assert!(ran.err.contains("lies in a folder that holds no entries"), "{}", ran.err);
    assert!(ran.out.contains("notes/2026/my-note.md"), "{}", ran.out);

    let logseq = Sandbox::folder(&[("logseq/config.edn", "{}"), ("pages/a.md", "x\n")]);
    logseq.configure("[paths]\nnote = \"pages/{slug}.md\"\n");
    let ran = logseq.riffle(&["capture", "My note"]);
    assert!(ran.out.contains("pages/my-note.md") && !ran.err.contains("holds no entries"), "{}{}", ran.out, ran.err);
}
