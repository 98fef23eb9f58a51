//! Social networks, tasks, documents and people.

use super::super::named::{Named, named};
use super::super::rule::Of::{Alnum, Base64, Digits, Hex, Padded, Percent, Url};
use super::super::rule::Part::{Run, Text};
use super::{
    ALNUM14, ALNUM16, ALNUM20, ALNUM24, ALNUM32, ALNUM50, ALNUM64, DIGITS16, HEX32, HEX40, HEX64, URL43, URL64, UUID,
};

pub(super) const ALL: &[Named] = &[
    named(
        "twitter-token",
        "a Twitter token",
        &["twitter", "x_api"],
        &[
            &[Run(Alnum, 25, 25)],
            ALNUM50,
            &[Run(Alnum, 45, 45)],
            &[Run(Digits, 15, 25), Text("-"), Run(Alnum, 20, 40)],
            &[Run(Percent, 102, 122)],
        ],
    ),
    named("facebook-secret", "a Facebook secret", &["facebook", "fb_", "instagram", "whatsapp"], &[HEX32]),
    named(
        "facebook-app-token",
        "a Facebook application's token",
        &["facebook", "fb_"],
        &[&[Run(Digits, 15, 16), Text("|"), Run(Url, 27, 40)], &[Run(Digits, 15, 16), Text("%"), Run(Url, 27, 40)]],
    ),
    named("linkedin-secret", "a LinkedIn secret", &["linkedin", "linked_in", "linked-in"], &[ALNUM14, ALNUM16]),
    named("reddit-secret", "a Reddit secret", &["reddit"], &[&[Run(Url, 27, 30)], &[Run(Url, 22, 24)], ALNUM14]),
    named("pinterest-token", "a Pinterest token", &["pinterest"], &[HEX40, HEX64, &[Run(Url, 60, 64)]]),
    named("tumblr-key", "a Tumblr key", &["tumblr"], &[ALNUM50]),
    named("tiktok-secret", "a TikTok secret", &["tiktok", "snapchat"], &[ALNUM32, HEX40]),
    named("mastodon-token", "a Mastodon token", &["mastodon", "pleroma", "misskey"], &[URL43, ALNUM32]),
    named(
        "bluesky-password",
        "a Bluesky password",
        &["bluesky", "bsky"],
        &[&[Run(Alnum, 4, 4), Text("-"), Run(Alnum, 4, 4), Text("-"), Run(Alnum, 4, 4), Text("-"), Run(Alnum, 4, 4)]],
    ),
    named("vk-token", "a VK token", &["vkontakte", "vk_"], &[&[Run(Hex, 85, 85)], ALNUM20]),
    named(
        "weibo-secret",
        "a Weibo or WeChat secret",
        &["weibo", "wechat", "weixin", "wx_", "dingtalk", "feishu", "lark"],
        &[HEX32, HEX64, ALNUM32],
    ),
    named("disqus-secret", "a Disqus secret", &["disqus"], &[ALNUM64]),
    named("gravatar-key", "a key of a site", &["gravatar", "wordpress", "akismet"], &[&[Run(Hex, 12, 12)], ALNUM64]),
    named(
        "strava-secret",
        "a Strava secret",
        &["strava", "fitbit", "garmin", "withings", "oura"],
        &[HEX40, HEX32, HEX64, ALNUM32],
    ),
    named(
        "foursquare-secret",
        "a Foursquare secret",
        &["foursquare", "yelp"],
        &[&[Run(Alnum, 48, 48)], &[Run(Padded, 128, 128)]],
    ),
    named("asana-secret", "an Asana secret", &["asana"], &[ALNUM32, DIGITS16]),
    named("trello-token", "a Trello token", &["trello"], &[HEX32, HEX64, ALNUM32]),
    named("todoist-token", "a Todoist token", &["todoist"], &[HEX40]),
    named("linear-secret", "a Linear secret", &["linear"], &[HEX32]),
    named(
        "monday-token",
        "a token of a task list",
        &["monday.com", "basecamp", "wrike", "teamwork", "smartsheet", "ticktick"],
        &[HEX32, ALNUM20, ALNUM32, &[Run(Alnum, 26, 26)], &[Run(Alnum, 37, 37)]],
    ),
    named(
        "toggl-token",
        "a Toggl token",
        &["toggl", "harvest", "clockify", "rescuetime"],
        &[HEX32, &[Run(Base64, 48, 48)], &[Run(Alnum, 40, 40)]],
    ),
    named("shortcut-token", "a Shortcut token", &["shortcut", "clubhouse"], &[UUID]),
    named("pivotal-token", "a Pivotal Tracker token", &["pivotal"], &[HEX32]),
    named("coda-token", "a Coda token", &["coda_", "coda.io"], &[UUID]),
    named("evernote-key", "an Evernote key", &["evernote"], &[&[Run(Hex, 16, 16)]]),
    named("miro-token", "a Miro token", &["miro", "lucid", "invision"], &[&[Run(Url, 27, 27)], ALNUM32]),
    named("adobe-id", "an Adobe client id", &["adobe"], &[HEX32]),
    named("canva-secret", "a secret of a design tool", &["canva", "zeplin", "sketch_"], &[ALNUM32, HEX64]),
    named(
        "typeform-token",
        "a Typeform token",
        &["typeform", "jotform", "surveymonkey"],
        &[&[Run(Alnum, 43, 44)], HEX32],
    ),
    named("calendly-token", "a Calendly token", &["calendly", "acuity"], &[&[Run(Alnum, 32, 64)]]),
    named("docusign-secret", "a DocuSign secret", &["docusign", "hellosign", "pandadoc"], &[UUID, HEX64, HEX40]),
    named(
        "eventbrite-token",
        "an Eventbrite token",
        &["eventbrite", "meetup", "ticketmaster"],
        &[ALNUM20, &[Run(Alnum, 26, 26)], ALNUM32],
    ),
    named("patreon-token", "a Patreon token", &["patreon", "ko_fi", "buymeacoffee"], &[URL43, UUID, URL64]),
    named("vimeo-token", "a Vimeo token", &["vimeo", "wistia", "mux_"], &[HEX32, HEX64, &[Run(Base64, 75, 128)]]),
    named("hibp-key", "a key of Have I Been Pwned", &["hibp", "haveibeenpwned"], &[HEX32]),
    named(
        "clearbit-key",
        "a key of a directory",
        &["clearbit", "fullcontact", "apollo.io", "snov"],
        &[&[Text("sk_"), Run(Hex, 32, 32)], ALNUM32, &[Run(Url, 22, 22)]],
    ),
    named(
        "bamboohr-key",
        "a key of a staff list",
        &["bamboohr", "greenhouse", "workable", "lever_"],
        &[HEX40, HEX32, HEX64, ALNUM24],
    ),
    named("wifi-password", "a password of a network", &["wifi", "wpa", "ssid"], &[ALNUM16, ALNUM20]),
    named("gitlab-session", "a GitLab session", &["_gitlab_session"], &[&[Run(Alnum, 32, 32)]]),
    named(
        "kubeadm-token",
        "a Kubernetes join token",
        &["kubeadm", "join"],
        &[&[Run(Alnum, 6, 6), Text("."), Run(Alnum, 16, 16)]],
    ),
];
