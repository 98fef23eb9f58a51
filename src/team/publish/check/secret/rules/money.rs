//! Payment, shops and mail.

use super::super::rule::Of::{Alnum, AnyHex, Base64, Digits, Hex, Lower, Padded, Tilde, Upper, Url};
use super::super::rule::Part::{Run, Text, Uuid};
use super::super::rule::{Rule, rule};

pub(super) const RULES: &[Rule] = &[
    rule(
        "stripe-key",
        "a Stripe secret key",
        &["sk_live_", "rk_live_", "sk_test_", "rk_test_", "sk_prod_", "rk_prod_", "sk_org_live_", "sk_org_test_"],
        &[Run(Alnum, 10, 247)],
    ),
    rule("webhook-secret", "a webhook signing secret", &["whsec_"], &[Run(Base64, 32, 64)]),
    rule("square-token", "a Square access token", &["sq0atp-"], &[Run(Url, 22, 60)]),
    rule("square-secret", "a Square secret", &["sq0csp-"], &[Run(Url, 43, 43)]),
    rule("square-token", "a Square access token", &["EAAA"], &[Run(Url, 22, 60)]),
    rule(
        "braintree-token",
        "a Braintree access token",
        &["access_token$production$", "access_token$sandbox$"],
        &[Run(Lower, 16, 16), Text("$"), Run(Hex, 32, 32)],
    ),
    rule(
        "plaid-token",
        "a Plaid access token",
        &["access-production-", "access-development-", "access-sandbox-"],
        &[Uuid],
    ),
    rule("live-key", "a live payment key", &["live_"], &[Run(Alnum, 30, 36)]).alone(),
    rule(
        "flutterwave-key",
        "a Flutterwave secret key",
        &["FLWSECK-", "FLWSECK_TEST-", "FLWPUBK_TEST-"],
        &[Run(Lower, 12, 40)],
    ),
    rule("easypost-key", "an EasyPost key", &["EZAK", "EZTK"], &[Run(Alnum, 54, 54)]),
    rule("shippo-token", "a Shippo token", &["shippo_live_", "shippo_test_"], &[Run(Hex, 40, 40)]),
    rule("duffel-token", "a Duffel token", &["duffel_live_", "duffel_test_"], &[Run(Padded, 43, 43)]),
    rule("shopify-token", "a Shopify token", &["shpat_", "shpca_", "shppa_", "shpss_"], &[Run(AnyHex, 32, 32)]),
    rule("sendgrid-key", "a SendGrid key", &["SG."], &[Run(Url, 22, 22), Text("."), Run(Url, 43, 43)]),
    rule("sendgrid-key", "a SendGrid key", &["SG."], &[Run(Tilde, 66, 66)]),
    rule("mailgun-key", "a Mailgun key", &["key-"], &[Run(Hex, 32, 32)]).alone(),
    rule("mailchimp-key", "a Mailchimp key", &["-us"], &[Run(Digits, 1, 2)]).led_by(&[Run(Hex, 32, 32)]),
    rule("mandrill-key", "a Mandrill key", &["md-"], &[Run(Url, 22, 22)]).alone(),
    rule("brevo-key", "a Brevo key", &["xkeysib-", "xsmtpsib-"], &[Run(Hex, 64, 64), Text("-"), Run(Alnum, 16, 16)]),
    rule("resend-key", "a Resend key", &["re_"], &[Run(Alnum, 8, 8), Text("_"), Run(Alnum, 20, 28)]).alone(),
    rule("klaviyo-key", "a Klaviyo private key", &["pk_"], &[Run(Hex, 34, 34)]).alone(),
    rule("clickup-token", "a ClickUp token", &["pk_"], &[Run(Digits, 5, 12), Text("_"), Run(Upper, 32, 32)]).alone(),
];
