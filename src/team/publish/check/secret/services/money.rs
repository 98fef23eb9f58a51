//! Payment, shops and exchanges.

use super::super::named::{Named, named};
use super::super::rule::Of::{Alnum, AnyHex, Hex, Padded, Url, Url64};
use super::super::rule::Part::{Run, Text};
use super::{ALNUM16, ALNUM20, ALNUM24, ALNUM30, ALNUM32, ALNUM64, HEX24, HEX32, HEX40, HEX64, URL64, UUID};

pub(super) const ALL: &[Named] = &[
    named("plaid-secret", "a Plaid secret", &["plaid"], &[ALNUM30, ALNUM24]),
    named("paypal-secret", "a PayPal client secret", &["paypal"], &[&[Run(Url, 80, 80)]]),
    named("braintree-key", "a Braintree key", &["braintree"], &[HEX32, ALNUM16]),
    named("square-token", "a Square token", &["squareup", "square_"], &[URL64]),
    named("adyen-key", "an Adyen key", &["adyen"], &[&[Run(Url64, 100, 200)], HEX64]),
    named(
        "gocardless-token",
        "a GoCardless token",
        &["gocardless"],
        &[&[Text("live_"), Run(Padded, 40, 40)], &[Text("sandbox_"), Run(Padded, 40, 40)]],
    ),
    named("razorpay-secret", "a Razorpay secret", &["razorpay"], &[ALNUM24, ALNUM20]),
    named("paystack-key", "a Paystack key", &["paystack"], &[&[Text("sk_"), Run(Url, 45, 45)], HEX40]),
    named(
        "mollie-key",
        "a Mollie key",
        &["mollie"],
        &[&[Text("test_"), Run(Alnum, 30, 30)], &[Text("live_"), Run(Alnum, 30, 30)]],
    ),
    named(
        "chargebee-key",
        "a Chargebee key",
        &["chargebee", "recurly", "chargify", "paddle"],
        &[HEX32, ALNUM32, &[Run(Alnum, 40, 40)], &[Run(Alnum, 50, 50)]],
    ),
    named("coinbase-token", "a Coinbase token", &["coinbase"], &[URL64, ALNUM32, ALNUM16]),
    named("binance-key", "a Binance key", &["binance"], &[ALNUM64]),
    named("bittrex-key", "a Bittrex key", &["bittrex"], &[ALNUM32]),
    named("kraken-key", "a Kraken key", &["kraken"], &[&[Run(Url64, 80, 90)], &[Run(Url64, 56, 56)]]),
    named("kucoin-key", "a KuCoin key", &["kucoin"], &[HEX24, UUID]),
    named(
        "bitfinex-key",
        "a Bitfinex key",
        &["bitfinex", "bitmex", "bitstamp", "gemini", "poloniex", "okx", "bybit", "huobi", "gate.io", "ftx"],
        &[
            &[Run(Url, 43, 43)],
            ALNUM32,
            ALNUM20,
            ALNUM24,
            HEX64,
            UUID,
            &[Run(Url, 48, 48)],
            &[Run(Alnum, 18, 18)],
            &[Run(Alnum, 36, 36)],
        ],
    ),
    named(
        "coinmarketcap-key",
        "a key of a price service",
        &["coinmarketcap", "cmc_pro", "coinapi", "cryptocompare", "coingecko", "nomics"],
        &[UUID, HEX64, HEX40, &[Text("CG-"), Run(Alnum, 24, 24)]],
    ),
    named(
        "infura-key",
        "an Infura key",
        &["infura", "alchemy", "quicknode", "moralis", "etherscan", "bscscan", "blockcypher"],
        &[HEX32, &[Run(Url, 32, 32)], HEX40, ALNUM64, &[Run(Alnum, 34, 34)]],
    ),
    named(
        "ethereum-key",
        "an Ethereum private key",
        &["ethereum", "eth_", "wallet", "mnemonic", "deployer", "private_key"],
        &[HEX64, &[Text("0x"), Run(AnyHex, 64, 64)]],
    ),
    named("finicity-key", "a Finicity key", &["finicity"], &[HEX32, ALNUM20]),
    named("finnhub-token", "a Finnhub token", &["finnhub"], &[ALNUM20, &[Run(Alnum, 40, 40)]]),
    named("freshbooks-token", "a FreshBooks token", &["freshbooks"], &[ALNUM64]),
    named(
        "quickbooks-token",
        "a QuickBooks secret",
        &["quickbooks", "intuit", "xero", "wave_"],
        &[&[Run(Alnum, 40, 40)], &[Run(Url, 48, 50)], ALNUM32],
    ),
    named(
        "lob-key",
        "a Lob key",
        &["lob"],
        &[
            &[Text("live_"), Run(Hex, 35, 35)],
            &[Text("test_"), Run(Hex, 35, 35)],
            &[Text("live_pub_"), Run(Hex, 31, 31)],
            &[Text("test_pub_"), Run(Hex, 31, 31)],
        ],
    ),
    named("etsy-token", "an Etsy token", &["etsy"], &[ALNUM24]),
    named(
        "ebay-key",
        "an eBay key",
        &["ebay"],
        &[&[Text("PRD-"), Run(Url, 36, 40)], &[Text("SBX-"), Run(Url, 36, 40)], UUID],
    ),
    named("squarespace-token", "a Squarespace token", &["squarespace"], &[UUID]),
    named("bigcommerce-token", "a BigCommerce token", &["bigcommerce"], &[ALNUM32, &[Run(Alnum, 31, 31)]]),
    named(
        "woocommerce-key",
        "a WooCommerce key",
        &["woocommerce", "wc_"],
        &[&[Text("ck_"), Run(Hex, 40, 40)], &[Text("cs_"), Run(Hex, 40, 40)]],
    ),
    named("magento-token", "a Magento token", &["magento", "prestashop"], &[ALNUM32]),
    named(
        "shipstation-key",
        "a key of a carrier",
        &["shipstation", "shipengine", "aftership", "sendcloud", "ups_", "fedex", "dhl", "usps"],
        &[HEX32, UUID, ALNUM32, ALNUM16, ALNUM64, &[Run(Url, 43, 43)]],
    ),
    named("freemius-key", "a Freemius key", &["freemius", "secret_key"], &[&[Text("sk_"), Run(Url64, 29, 29)]]),
    named("duffel-token", "a token of a booking service", &["amadeus", "skyscanner", "kiwi"], &[ALNUM32, ALNUM16]),
    named(
        "uuid-pair",
        "a key of a shop",
        &["gumroad", "lemonsqueezy", "snipcart"],
        &[&[Run(Url, 43, 43)], UUID, &[Run(Alnum, 64, 80)]],
    ),
];
