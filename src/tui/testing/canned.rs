//! What a canned store answers to questions about sharing and conflicts.

use super::{moment, path};
use crate::entry::Kind;
use crate::ops::conflicts::{Conflict, Conflicts, Kept};
use crate::ops::edit::Changed;
use crate::ops::find;
use crate::ops::outside::Copied;
use crate::ops::share::{
    Check, CommitId, DiffLine, Finding, LeftOut, LeftOutKind, Location, Order, Outgoing, Passed, Preview, Published,
    Report, Severity, Sign, State,
};
use crate::ops::team::{About, Added, Arrived, Listed, Page, Refreshed, Request, RequestState, TeamRequest};
use crate::tui::core::effect::{Answer, Effect};
use crate::tui::core::msg::Msg;

pub(in crate::tui) fn answer(effect: &Effect) -> Option<Msg> {
    let effect = effect.clone();
    let answer = match effect {
        Effect::Copy { what, text } => Answer::Copy { what, text, outcome: Ok(Copied::ByTerminal) },
        Effect::Conflicts => Answer::Conflicts { outcome: Ok(Conflicts::default()) },
        Effect::Compare { kept } => {
            let compared = Conflict::of_texts(&kept, BASE, MINE, THEIRS);
            Answer::Compare { kept, outcome: Ok(Box::new(compared)) }
        }
        Effect::Settle { conflict, text } => Answer::Settle { conflict, text, outcome: Ok(Changed::default()) },
        Effect::SearchTeams { generation, text, order, limit } => {
            let outcome = Ok(find::Answer::default());
            Answer::SearchTeams { generation, text, order, limit, outcome }
        }
        Effect::Teams => Answer::Teams { outcome: Ok(teams()) },
        Effect::Outgoing { generation } => Answer::Outgoing { generation, outcome: Ok(outgoing()) },
        Effect::Arrived { generation, teams } => {
            let arrived = arrived().into_iter().filter(|it| teams.contains(&it.team)).collect();
            Answer::Arrived { generation, teams, outcome: Ok(arrived) }
        }
        Effect::TeamPages { generation, teams } => {
            let pages = pages().into_iter().filter(|it| teams.contains(&it.team)).collect();
            Answer::TeamPages { generation, teams, outcome: Ok(pages) }
        }
        Effect::Requests => Answer::Requests { outcome: Ok(requests()) },
        Effect::Week { generation, teams } => Answer::Week { generation, teams, outcome: Ok(Vec::new()) },
        Effect::Thanks => Answer::Thanks { outcome: Ok(Vec::new()) },
        Effect::AboutPage { path } => Answer::AboutPage { path, outcome: Ok(about()) },
        Effect::Prepare { generation, order } => {
            let mut preview = Preview { order: order.clone(), ..preview() };
            if order.entry.as_ref().is_some_and(|entry| entry.as_str().ends_with("entry-2.md")) {
                preview.report.findings.clear();
            }
            Answer::Prepare { generation, order, outcome: Ok(Box::new(preview)) }
        }
        Effect::Publish { order, route, page } => {
            let outcome = Ok(published(&order));
            Answer::Publish { order, route, page, outcome }
        }
        Effect::Withdraw { entry, team, successor } => {
            let outcome = Ok(published(&Order { team: "acme".into(), ..Order::default() }));
            Answer::Withdraw { entry, team, successor, outcome }
        }
        Effect::SeeTeams { teams } => Answer::SeeTeams { teams, outcome: Ok(()) },
        Effect::RefreshTeams => {
            let outcome = Ok(vec![Refreshed { team: "acme".into(), new: 3, ..Refreshed::default() }]);
            Answer::RefreshTeams { outcome }
        }
        Effect::AddTeam { url } => {
            let added = Added { name: "hub".into(), url: url.clone(), entries: 1204, ..Added::default() };
            Answer::AddTeam { url, outcome: Ok(added) }
        }
        _ => return None,
    };
    Some(answer.into())
}

const BASE: &str = "---\ntags: [ops]\n---\n# Retry budgets\n\nA budget caps retries.\n\nThree layers make many calls of one.\n\n- count them\n";
const MINE: &str = "---\ntags: [ops, calls]\n---\n# Retry budgets\n\nA budget is a share of the calls.\n\nThree layers make many calls of one.\n\n- count them\n- alert early\n";
const THEIRS: &str = "---\ntags: [ops, 事故]\n---\n# Budgets for retries\n\nA budget caps what all callers together may send again in any minute.\n\nThree layers make many calls of one.\n\n- count them\n";

/// Two entries of which two texts are kept.
pub(in crate::tui) fn conflicts() -> Conflicts {
    let kept = |name: &str, title: &str| Kept {
        copy: path(&format!("notes/2026/{name}~conflict-1a2b3c.md")),
        entry: Some(path(&format!("notes/2026/{name}.md"))),
        title: title.to_owned(),
        date: Some(moment("2026-11-18T16:12:00+01:00")),
        merge: None,
        is_file: false,
    };
    let kept = vec![kept("entry-8", "Retry budgets"), kept("entry-2", "Shallow clones in CI")];
    Conflicts { total: kept.len(), kept, ..Conflicts::default() }
}

pub(in crate::tui) fn teams() -> Vec<Listed> {
    let listed = |name: &str, entries, new| Listed {
        name: name.into(),
        url: format!("git@git.example.org:{name}/notes.git"),
        entries,
        new,
        web: Some(format!("https://git.example.org/{name}/notes/blob/main/")),
        problem: None,
    };
    vec![listed("acme", 212, 2), listed("hub", 1_204, 1)]
}

/// Title, team, state, day, why it is not there.
type Row = (&'static str, &'static str, State, &'static str, Option<&'static str>);

const OUTGOING: [Row; 6] = [
    ("Blobless clones make CI clones 5x faster", "acme", State::Drifted, "2026-11-12", None),
    (
        "git backfill after a partial clone",
        "hub",
        State::Queued,
        "2026-11-21",
        Some("git.example.org cannot be reached"),
    ),
    ("Retry budgets", "hub", State::Proposed, "2026-11-20", None),
    ("Shallow clones in CI", "acme", State::Published, "2026-11-09", None),
    ("部分克隆的工作原理", "hub", State::Published, "2026-08-02", None),
    ("Docs rot is an ownership problem", "acme", State::Withdrawn, "2026-05-02", None),
];

pub(in crate::tui) fn outgoing() -> Vec<Outgoing> {
    let out = |(at, (title, team, state, date, why)): (usize, &Row)| Outgoing {
        entry: path(&format!("notes/2026/entry-{}.md", at + 1)),
        title: (*title).into(),
        team: (*team).into(),
        path: format!("nuggets/git/entry-{}.md", at + 1),
        state: *state,
        has_theirs: *state == State::Published && *team == "hub",
        commit: None,
        link: None,
        date: (*date).into(),
        why: why.map(str::to_owned),
    };
    OUTGOING.iter().enumerate().map(out).collect()
}

pub(in crate::tui) fn arrived() -> Vec<Arrived> {
    let arrived = |team: &str, title: &str, author: &str, when: &str, is_update, is_withdrawn| Arrived {
        path: path(&format!(".team/{team}/nuggets/git/{}.md", title.to_lowercase().replace(' ', "-"))),
        team: team.into(),
        title: title.into(),
        kind: Kind::Nugget,
        author: author.into(),
        when: moment(when),
        is_update,
        is_withdrawn,
    };
    vec![
        arrived("acme", "Certificates rotate in three steps", "Jo Park", "2026-11-21T08:10:00+01:00", false, false),
        arrived("hub", "A flame graph is read from below", "Mina Sörensen", "2026-11-19T12:00:00+01:00", true, false),
        arrived("acme", "Submodules are pinned by hand", "Jo Park", "2026-11-02T12:00:00+01:00", false, true),
    ]
}

/// What somebody would like to know: taken on by me, open, and answered.
pub(in crate::tui) fn requests() -> Vec<TeamRequest> {
    let request = |file: &str, title: &str, state, assignee: Option<&str>, is_for_me| TeamRequest {
        path: path(&format!(".team/acme/requests/{file}.md")),
        team: "acme".into(),
        request: Request {
            path: format!("requests/{file}.md"),
            id: None,
            title: title.into(),
            state,
            asked: Some(moment("2026-11-19T00:00:00+01:00").date_naive()),
            asker: Some("Mina Sörensen".into()),
            whom: Some("Sales".into()),
            why: Some("Customers ask what error 403 means.".into()),
            due: Some(moment("2026-12-04T00:00:00+01:00").date_naive()),
            assignee: assignee.map(str::to_owned),
            answers: Vec::new(),
            outcome: None,
            lines: Vec::new(),
        },
        is_for_me,
        is_mine: false,
        answers: Vec::new(),
    };
    vec![
        request("sso-errors-one-pager", "SSO errors one-pager", RequestState::Open, Some("Ada"), true),
        request("runbook", "Who owns the SSO runbook?", RequestState::Open, None, false),
        request("flame-graphs", "How to read a flame graph", RequestState::Answered, Some("Jo Park"), false),
    ]
}

/// All that the teams have: a README, what is new, and something older.
pub(in crate::tui) fn pages() -> Vec<Page> {
    let page = |team: &str, file: &str, title: &str, topic: &str, date: Option<&str>| Page {
        path: path(&format!(".team/{team}/{file}")),
        team: team.into(),
        title: title.into(),
        kind: Kind::Nugget,
        topic: topic.into(),
        date: date.map(moment),
        is_readme: file == "README.md",
        is_adopted: title.starts_with("Retry"),
    };
    let date = Some("2026-10-02T12:00:00+01:00");
    let new = arrived().into_iter().filter(|it| !it.is_withdrawn).map(|it| Page {
        path: it.path,
        team: it.team,
        title: it.title,
        kind: it.kind,
        topic: "git".into(),
        date: None,
        is_readme: false,
        is_adopted: false,
    });
    let old = [
        page("acme", "README.md", "About acme", "", None),
        page("acme", "nuggets/ops/retry-budgets.md", "Retry budgets keep a fleet alive", "ops", date),
        page("acme", "nuggets/ops/on-call.md", "On call is a conversation", "ops", date),
    ];
    old.into_iter().chain(new).collect()
}

fn about() -> About {
    About {
        author: Some("Jo Park".into()),
        authors: vec!["Jo Park".into(), "Ada".into()],
        sources: vec!["https://letsencrypt.example/docs/rotation".into()],
        ..About::default()
    }
}

fn published(order: &Order) -> Published {
    Published {
        entry: order.entry.clone().unwrap_or_else(|| path("notes/2026/entry-1.md")),
        title: "Blobless clones make CI clones 5x faster".into(),
        team: order.team.clone(),
        path: "nuggets/git/blobless-clones.md".into(),
        commit: CommitId("0123456789abcdef0123456789abcdef01234567".into()),
        branch: None,
        link: Some("https://git.example.org/acme/notes/blob/main/nuggets/git/blobless-clones.md".into()),
        warnings: Vec::new(),
    }
}

const TEXT: [(Sign, &str); 24] = [
    (Sign::Same, "---"),
    (Sign::Same, "id: 01jn8k4w0000000000000000aa"),
    (Sign::Same, "kind: nugget"),
    (Sign::Same, "title: Blobless clones make CI clones 5x faster"),
    (Sign::Removed, "date: 2026-03-02T10:00:00+01:00"),
    (Sign::Added, "date: 2026-03-02"),
    (Sign::Same, "tags: [git, ci]"),
    (Sign::Removed, "stage: growing"),
    (Sign::Removed, "via: Mina"),
    (Sign::Added, "license: CC-BY-4.0"),
    (Sign::Same, "source: https://git-scm.com/docs/partial-clone"),
    (Sign::Same, "---"),
    (Sign::Added, "# Blobless clones make CI clones 5x faster"),
    (Sign::Same, ""),
    (Sign::Same, "Use `git clone --filter=blob:none` for CI: our clone went from 4m10 to 0m52 (monorepo, 3.1 GB)."),
    (Sign::Same, ""),
    (Sign::Removed, "`git blame` feels slow; run `git backfill` nightly. See [[shallow-clones-in-ci]]."),
    (Sign::Added, "`git blame` feels slow; run `git backfill` nightly. See shallow clones in CI."),
    (Sign::Same, ""),
    (Sign::Same, "Ours is at <https://git.acme.example/platform>."),
    (Sign::Same, ""),
    (Sign::Removed, "%% ask Jo about the budget first %%"),
    (Sign::Same, "token: ghp_R8f3…"),
    (Sign::Same, "A zero\u{200b}width space."),
];

fn lines(lines: &[(Sign, &str)]) -> Vec<DiffLine> {
    lines.iter().map(|(sign, text)| DiffLine { sign: *sign, text: (*text).into() }).collect()
}

fn findings() -> Vec<Finding> {
    let file = |line| Location::File { path: "nuggets/git/blobless-clones.md".into(), line };
    let finding = |check, severity, location, what: &str, advice, key: &str| Finding {
        check,
        severity,
        location,
        what: what.into(),
        advice,
        key: key.into(),
    };
    vec![
        finding(
            Check::Host,
            Severity::Warn,
            file(16),
            "an internal host: git.acme.example",
            Some("Fine for a team inside, not for the public."),
            "host-1f2e",
        ),
        finding(
            Check::Secret,
            Severity::Block,
            file(18),
            "a token of GitHub: ghp_…x9",
            Some("Revoke it, whether it is published or not."),
            "secret-3fa9",
        ),
        finding(
            Check::Similar,
            Severity::Warn,
            Location::Name("blobless-clones.md".into()),
            "the team has something like it: git backfill (Jo)",
            None,
            "similar-77",
        ),
    ]
}

/// A page with something of everything.
pub(in crate::tui) fn preview() -> Preview {
    let passed = [
        (Check::PrivateWord, "none of my private words"),
        (Check::Quotation, "no long quotation without a source"),
        (Check::Invisible, "nothing that no eye sees"),
    ];
    let passed = passed.map(|(check, what)| Passed { check, what: what.into() }).to_vec();
    Preview {
        order: Order { entry: Some(path("notes/2026/entry-1.md")), team: "acme".into(), ..Order::default() },
        title: "Blobless clones make CI clones 5x faster".into(),
        url: "git@git.example.org:acme/notes.git".into(),
        branch: "main".into(),
        path: "nuggets/git/blobless-clones.md".into(),
        topic: Some("git".into()),
        topics: ["ci", "git", "onboarding"].map(str::to_owned).to_vec(),
        text: String::new(),
        changes: lines(&TEXT),
        update: Vec::new(),
        state: State::Private,
        left_out: vec![
            LeftOut { what: LeftOutKind::PrivateLink, line: 14, text: "shallow-clones-in-ci".into() },
            LeftOut { what: LeftOutKind::Field, line: 6, text: "stage".into() },
            LeftOut { what: LeftOutKind::Field, line: 7, text: "via".into() },
            LeftOut { what: LeftOutKind::Comment, line: 18, text: "ask Jo about the budget first".into() },
        ],
        along: Vec::new(),
        report: Report { findings: findings(), passed },
        message: "nugget: Blobless clones make CI clones 5x faster\n\nEntry-Id: 01jn8k4w0000000000000000aa\nDerived-From: https://git-scm.com/docs/partial-clone\n".into(),
        author: "Ada <ada@example.org>".into(),
        files: vec!["nuggets/git/blobless-clones.md".into(), "README.md".into()],
        notes: vec!["README.md gains one line in its index.".into()],
        has_conflict: false,
    }
}
