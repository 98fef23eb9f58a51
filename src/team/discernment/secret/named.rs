//! Tokens that look like any other run of letters and are given away by the service that is named before them.

use std::ops::Range;

use super::super::source::Source;
use super::rule::Of::{Alnum, Base64Bare, Digits, Hex, Lower, Upper, Url};
use super::rule::Part::{self, Run, Text, Uuid};
use super::{Found, ROTATE, entropy, stand_in};

/// How far a token may be from the name of its service.
const NEAR: usize = 80;

/// What says that the token is to be kept secret.
const SECRET: &[&str] = &["key", "token", "secret", "auth", "pass", "pat", "pwd", "credential", "bearer"];
/// What says that it is the sum of something.
const SUM: &[&str] = &["sha", "commit", "hash", "md5", "digest", "checksum", "etag", "revision"];

pub(super) struct Named {
    pub(super) id: &'static str,
    pub(super) what: &'static str,
    /// In lower case; any case is found.
    pub(super) names: &'static [&'static str],
    shapes: &'static [&'static [Part]],
}

const fn named(
    id: &'static str,
    what: &'static str,
    names: &'static [&'static str],
    shapes: &'static [&'static [Part]],
) -> Named {
    Named { id, what, names, shapes }
}

const UUID: &[Part] = &[Uuid];
const HEX32: &[Part] = &[Run(Hex, 32, 32)];
const HEX40: &[Part] = &[Run(Hex, 40, 40)];
const HEX64: &[Part] = &[Run(Hex, 64, 64)];
const URL32: &[Part] = &[Run(Url, 32, 32)];
const URL40: &[Part] = &[Run(Url, 40, 40)];
const ALNUM24: &[Part] = &[Run(Alnum, 24, 24)];
const ALNUM32: &[Part] = &[Run(Alnum, 32, 32)];
const ALNUM40: &[Part] = &[Run(Alnum, 40, 40)];
const ALNUM64: &[Part] = &[Run(Alnum, 64, 64)];
const LOWER30: &[Part] = &[Run(Lower, 30, 30)];

pub(super) const ALL: &[Named] = &[
    named(
        "aws-secret-key",
        "an AWS secret key",
        &["aws", "secretaccesskey", "secret_access_key", "secret access key"],
        &[&[Run(Base64Bare, 40, 40)]],
    ),
    named("aws-session-token", "an AWS session token", &["aws_session_token"], &[&[Run(Base64Bare, 100, 1024)]]),
    named("heroku-key", "a Heroku key", &["heroku"], &[UUID]),
    named(
        "cloudflare-token",
        "a Cloudflare token",
        &["cloudflare", "cf_api", "cf_token"],
        &[URL40, &[Run(Hex, 37, 37)]],
    ),
    named("fastly-token", "a Fastly token", &["fastly"], &[URL32]),
    named("hetzner-token", "a Hetzner token", &["hetzner", "hcloud"], &[ALNUM64]),
    named("linode-token", "a Linode token", &["linode"], &[HEX64]),
    named("vultr-key", "a Vultr key", &["vultr"], &[&[Run(Upper, 36, 36)]]),
    named("vercel-token", "a Vercel token", &["vercel"], &[ALNUM24]),
    named("scaleway-key", "a Scaleway secret key", &["scw_", "scaleway"], &[UUID]),
    named("railway-token", "a Railway token", &["railway"], &[UUID]),
    named("vault-token", "a Vault token", &["vault"], &[&[Text("s."), Run(Alnum, 24, 24)]]),
    named("gitea-token", "a Gitea token", &["gitea", "forgejo", "codeberg"], &[HEX40]),
    named("github-token", "a GitHub token", &["github", "gh_token"], &[HEX40]),
    named("gitlab-token", "a GitLab token", &["gitlab"], &[&[Run(Url, 20, 20)]]),
    named("bitbucket-secret", "a Bitbucket secret", &["bitbucket"], &[ALNUM32]),
    named("circleci-token", "a CircleCI token", &["circleci", "circle_token"], &[HEX40]),
    named("travis-token", "a Travis CI token", &["travis"], &[&[Run(Alnum, 22, 22)]]),
    named("jenkins-token", "a Jenkins token", &["jenkins"], &[&[Run(Hex, 34, 34)], HEX32]),
    named("npm-legacy-token", "an npm token", &["_authtoken"], &[UUID]),
    named("codecov-token", "a Codecov token", &["codecov"], &[UUID]),
    named("snyk-token", "a Snyk token", &["snyk"], &[UUID]),
    named("discord-secret", "a Discord client secret", &["discord"], &[URL32]),
    named("twitch-token", "a Twitch token", &["twitch"], &[LOWER30]),
    named("mattermost-token", "a Mattermost token", &["mattermost"], &[&[Run(Lower, 26, 26)]]),
    named("plaid-secret", "a Plaid secret", &["plaid"], &[&[Run(Hex, 30, 30)]]),
    named("paypal-secret", "a PayPal client secret", &["paypal"], &[&[Run(Url, 80, 80)]]),
    named(
        "mailgun-key",
        "a Mailgun key",
        &["mailgun"],
        &[&[Run(Hex, 32, 32), Text("-"), Run(Hex, 8, 8), Text("-"), Run(Hex, 8, 8)]],
    ),
    named("postmark-token", "a Postmark token", &["postmark"], &[UUID]),
    named("sparkpost-key", "a SparkPost key", &["sparkpost"], &[HEX40]),
    named("twilio-token", "a Twilio token", &["twilio"], &[HEX32]),
    named("datadog-key", "a Datadog key", &["datadog", "dd_api", "dd_app"], &[HEX32, HEX40]),
    named("sentry-token", "a Sentry token", &["sentry"], &[HEX64]),
    named("rollbar-token", "a Rollbar token", &["rollbar"], &[HEX32]),
    named("newrelic-key", "a New Relic key", &["new_relic", "newrelic"], &[HEX40]),
    named("okta-token", "an Okta token", &["okta"], &[&[Text("00"), Run(Url, 40, 40)]]),
    named("auth0-secret", "an Auth0 client secret", &["auth0"], &[&[Run(Url, 64, 64)]]),
    named("airtable-key", "an Airtable key", &["airtable"], &[&[Text("key"), Run(Alnum, 14, 14)]]),
    named("algolia-key", "an Algolia key", &["algolia"], &[HEX32]),
    named("asana-secret", "an Asana secret", &["asana"], &[HEX32]),
    named("trello-token", "a Trello token", &["trello"], &[HEX32, HEX64]),
    named("hubspot-key", "a HubSpot key", &["hubspot"], &[UUID]),
    named("zendesk-token", "a Zendesk token", &["zendesk"], &[ALNUM40]),
    named("todoist-token", "a Todoist token", &["todoist"], &[HEX40]),
    named("contentful-token", "a Contentful token", &["contentful"], &[&[Run(Url, 43, 43)]]),
    named("mistral-key", "a Mistral key", &["mistral"], &[ALNUM32]),
    named("cohere-key", "a Cohere key", &["cohere"], &[ALNUM40]),
    named("together-key", "a Together key", &["together_api"], &[HEX64]),
    named("deepl-key", "a DeepL key", &["deepl"], &[UUID]),
    named("wandb-key", "a Weights & Biases key", &["wandb"], &[HEX40]),
    named("openweather-key", "an OpenWeather key", &["openweather"], &[HEX32]),
    named("ngrok-token", "an ngrok token", &["ngrok"], &[&[Run(Digits, 1, 1), Run(Url, 40, 50)]]),
    named(
        "wireguard-key",
        "a WireGuard private key",
        &["privatekey", "presharedkey"],
        &[&[Run(Base64Bare, 43, 43), Text("=")]],
    ),
    named("square-token", "a Square token", &["squareup", "square_"], &[&[Run(Url, 64, 64)]]),
];

impl Named {
    /// The first run of its shape on the line behind the name, if the words between speak of a secret.
    pub(super) fn find(&self, source: &Source<'_>, name: Range<usize>) -> Option<Found> {
        let text = source.text;
        let end = text.floor_char_boundary(text.len().min(name.end + NEAR + 1100));
        let line = text[name.end..end].split('\n').next()?;
        let mut at = name.end;
        for run in line.split_inclusive(|c: char| !c.is_ascii_alphanumeric() && !"+/_.-".contains(c)) {
            super::effort::add(run.len());
            if at > name.end + NEAR {
                return None;
            }
            let length = self.length(run);
            if let Some(length) = length
                && speaks_of_secret(&text[name.start..at])
                && is_token(&run[..length])
            {
                return Some(self.found(at..at + length));
            }
            at += run.len();
        }
        None
    }

    /// How long the token is that a run begins with.
    fn length(&self, run: &str) -> Option<usize> {
        let fits = |shape: &&[Part]| shape.iter().try_fold(0, |at, part| part.after(run.as_bytes(), at));
        let ends = |end: &usize| {
            run.as_bytes().get(*end).is_none_or(|byte| !byte.is_ascii_alphanumeric() && !b"-_/+=".contains(byte))
        };
        self.shapes.iter().filter_map(fits).find(ends)
    }

    fn found(&self, range: Range<usize>) -> Found {
        Found { id: self.id, what: self.what.to_owned(), range, advice: ROTATE, is_weak: false }
    }
}

fn speaks_of_secret(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    SECRET.iter().any(|word| words.contains(word)) && !SUM.iter().any(|word| words.contains(word))
}

fn is_token(run: &str) -> bool {
    entropy::is_varied(run)
        && (run.bytes().any(|byte| byte.is_ascii_digit()) || entropy::turns(run) >= 35)
        && !entropy::is_wordy(run)
        && !stand_in::is_stand_in(run)
}
