//! Chat, tasks, notes, design, monitoring and other services.

use super::super::rule::Of::{Alnum, AnyHex, Base64, Digits, Equal, Hex, Lower, Padded, Percent, Upper, Url, Url64};
use super::super::rule::Part::{Run, Text, Uuid};
use super::super::rule::{Rule, rule};

/// Slack's have numbers, and letters behind them.
fn has_numbers(token: &str) -> bool {
    let own = token.trim_start_matches("xoxe.").get(5..).unwrap_or_default();
    let count = |is: fn(&u8) -> bool| own.bytes().filter(is).count();
    count(u8::is_ascii_digit) >= 4 && count(u8::is_ascii_alphabetic) >= 3 && !super::super::entropy::is_wordy(own)
}

pub(super) const RULES: &[Rule] = &[
    rule(
        "slack-token",
        "a Slack token",
        &["xoxb-", "xoxp-", "xoxa-", "xoxo-", "xoxr-", "xoxs-", "xoxc-", "xoxe-"],
        &[Run(Url, 10, 255)],
    )
    .if_genuine(has_numbers),
    rule("slack-token", "a Slack token", &["xoxe.xoxp-", "xoxe.xoxb-"], &[Run(Url, 40, 255)]).if_genuine(has_numbers),
    rule("slack-cookie", "a Slack session cookie", &["xoxd-"], &[Run(Percent, 40, 512)]),
    rule(
        "slack-app-token",
        "a Slack app token",
        &["xapp-"],
        &[
            Run(Digits, 1, 1),
            Text("-"),
            Run(Upper, 9, 12),
            Text("-"),
            Run(Digits, 10, 14),
            Text("-"),
            Run(Alnum, 40, 80),
        ],
    ),
    rule(
        "slack-webhook",
        "a Slack webhook",
        &["hooks.slack.com/services/", "hooks.slack.com/workflows/", "hooks.slack.com/triggers/"],
        &[Run(Base64, 40, 120)],
    )
    .joined(),
    rule(
        "discord-webhook",
        "a Discord webhook",
        &["discord.com/api/webhooks/", "discordapp.com/api/webhooks/"],
        &[Run(Digits, 17, 20), Text("/"), Run(Url, 60, 80)],
    )
    .joined(),
    rule("discord-token", "a Discord token", &["mfa."], &[Run(Url, 80, 90)]),
    rule("telegram-token", "a Telegram bot token", &[":AA"], &[Run(Url, 33, 33)]).led_by(&[Run(Digits, 8, 10)]),
    rule(
        "teams-webhook",
        "a Microsoft Teams webhook",
        &["webhook.office.com/webhookb2/"],
        &[
            Run(Url, 36, 36),
            Text("@"),
            Run(Url, 36, 36),
            Text("/IncomingWebhook/"),
            Run(Lower, 32, 32),
            Text("/"),
            Run(Url, 36, 36),
        ],
    )
    .joined(),
    rule("twilio-key", "a Twilio key", &["SK"], &[Run(AnyHex, 32, 32)]).alone(),
    rule("datadog-key", "a Datadog application key", &["ddapp_"], &[Run(Alnum, 34, 34)]),
    rule("sentry-token", "a Sentry token", &["sntrys_eyJ"], &[Run(Url64, 80, 512)]),
    rule("sentry-token", "a Sentry token", &["sntryu_", "sntrya_", "sntryi_"], &[Run(Hex, 64, 64)]),
    rule("linear-key", "a Linear key", &["lin_api_", "lin_oauth_"], &[Run(Alnum, 40, 64)]),
    rule("notion-token", "a Notion token", &["secret_"], &[Run(Alnum, 43, 43)]).alone(),
    rule("notion-token", "a Notion token", &["ntn_"], &[Run(Digits, 11, 11), Run(Alnum, 35, 35)]),
    rule("airtable-token", "an Airtable token", &["pat"], &[Run(Alnum, 14, 14), Text("."), Run(Hex, 64, 64)]).alone(),
    rule("hubspot-token", "a HubSpot token", &["pat-na1-", "pat-na2-", "pat-na3-", "pat-eu1-", "pat-ap1-"], &[Uuid]),
    rule("grafana-token", "a Grafana Cloud token", &["glc_"], &[Run(Base64, 32, 400)]),
    rule("grafana-token", "a Grafana token", &["glsa_"], &[Run(Alnum, 32, 32), Text("_"), Run(AnyHex, 8, 8)]),
    rule("grafana-key", "a Grafana key", &["eyJrIjoi"], &[Run(Base64, 70, 400)]),
    rule("figma-token", "a Figma token", &["figd_", "figo_", "figu_"], &[Run(Url, 40, 44)]),
    rule("dropbox-token", "a Dropbox token", &["sl.u.", "sl.B", "sl.A"], &[Run(Url, 120, 2048)]),
    rule("dropbox-token", "a Dropbox token", &["AAAAAAAAAA"], &[Run(Padded, 43, 43)])
        .led_by(&[Run(Alnum, 11, 11)])
        .even_if_plain(),
    rule("mapbox-token", "a secret Mapbox token", &["sk.eyJ"], &[Run(Url, 40, 200), Text("."), Run(Url, 20, 30)]),
    rule("typeform-token", "a Typeform token", &["tfp_"], &[Run(Equal, 40, 64)]),
    rule("intercom-token", "an Intercom token", &["dG9rO"], &[Run(Base64, 50, 60)]),
    rule("contentful-token", "a Contentful token", &["CFPAT-"], &[Run(Url, 43, 43)]),
    rule("frameio-token", "a Frame.io token", &["fio-u-"], &[Run(Padded, 64, 64)]),
    rule("posthog-key", "a PostHog personal key", &["phx_"], &[Run(Alnum, 43, 52)]),
    rule(
        "facebook-token",
        "a Facebook access token",
        &["EAACEdEose0cBA", "EAAC", "EAAB", "EAAG", "EAAJ", "EAAM"],
        &[Run(Alnum, 80, 300)],
    ),
    rule("twitter-token", "a Twitter bearer token", &["AAAAAAAAAAAAAAAAAAAAA"], &[Run(Percent, 70, 200)]),
    rule(
        "asana-token",
        "an Asana token",
        &["1/", "2/"],
        &[Run(Digits, 13, 17), Text("/"), Run(Digits, 13, 17), Text(":"), Run(Hex, 32, 32)],
    )
    .alone(),
    rule("asana-token", "an Asana token", &["1/"], &[Run(Digits, 13, 17), Text(":"), Run(Hex, 32, 32)]).alone(),
    rule("zoho-token", "a Zoho token", &["1000."], &[Run(Hex, 32, 32), Text("."), Run(Hex, 32, 32)]).alone(),
    rule("adobe-secret", "an Adobe client secret", &["p8e-", "p8-"], &[Run(Url, 32, 36)]).alone(),
    rule("beamer-token", "a Beamer token", &["b_"], &[Run(Padded, 44, 44)]).alone(),
    rule("settlemint-token", "a SettleMint token", &["sm_aat_", "sm_pat_", "sm_sat_"], &[Run(Alnum, 16, 16)]),
    rule(
        "authress-key",
        "an Authress access key",
        &[".acc-", ".acc_"],
        &[Run(Url, 10, 32), Text("."), Run(Url64, 30, 120)],
    )
    .led_by(&[Run(Alnum, 4, 6), Text("."), Run(Alnum, 5, 30), Text("_"), Run(Lower, 2, 8)]),
    rule("power-automate-webhook", "a webhook of Power Automate", &["&sv=1.0&sig="], &[Run(Url, 43, 43)]).joined(),
    rule(
        "google-chat-webhook",
        "a Google Chat webhook",
        &["chat.googleapis.com/v1/spaces/"],
        &[Run(Url, 8, 24), Text("/messages?key="), Run(Url, 39, 39)],
    )
    .joined(),
    rule("okta-token", "an Okta token", &["SSWS "], &[Text("00"), Run(Url, 40, 40)]),
];
