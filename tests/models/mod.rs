//! API models from outside the binary: a service that was never heard of is linted, planned and called; a service of the
//! binary is replaced; a damaged model is told with its place.

mod damage;

use crate::support::{Lab, Loopback};
use runbook::api::{Catalogue, EndpointParams, Location, Protocol, Unknown, validate};
use runbook::event::Class;
use runbook::value;
use serde_json::{Value as Json, json};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

const PASTRY: &str = include_str!("pastry.json");
const OVEN: &str = include_str!("oven.json");
const RULES: &str = include_str!("rules.json");

const WHO: &str = "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/ada</Arn>\
                   <UserId>AIDAEXAMPLE</UserId><Account>111122223333</Account></GetCallerIdentityResult>\
                   </GetCallerIdentityResponse>";

const RUNBOOK: &str = "---\ntrust:\n  services: [pastry, oven]\n  mutating: true\n---\n# Bakery\n\n## Bake\n\n\
    ```rhai check\nlet cakes = pastry::list_cakes().Cakes ?? [];\ncheck(\"there is a plum cake\", cakes.some(|cake| cake.Layers[0].Flavour == \"plum\"));\n```\n\n\
    ```rhai solve\noven::set_heat(#{ Degrees: 180, Shelves: [\"top\"] });\npastry::bake_cake(#{ Tin: \"round\", Flavour: \"plum\", Eggs: 3 });\n```\n\n\
    ```rhai cleanup\nnote(\"eaten\");\n```\n";

fn bakery() -> Lab {
    Lab::new()
        .file("models/pastry/2027-01-15/service-2.json", PASTRY)
        .file("models/pastry/2026-01-01/service-2.json", "{ not even JSON")
        .file("models/pastry/2027-01-15/endpoint-rule-set-1.json", RULES)
        .file("models/oven/2011-04-01/service-2.json", OVEN)
        .file("models/README/notes.txt", "no service")
        .file("bake.md", RUNBOOK)
}

fn folder(lab: &Lab) -> Vec<PathBuf> {
    vec![lab.path("models")]
}

/// AWS, and a bakery in it, which has cakes once its oven was hot.
fn aws() -> Loopback {
    let hot = AtomicBool::new(false);
    Loopback::new(move |_, request| {
        let baked = r#"{"cakeId": "c-1", "flavour": "plum"}"#;
        let cakes = r#"{"cakes": [{"cakeId": "c-1", "layers": [{"flavour": "plum"}], "unheard": 1}]}"#;
        let heated =
            "<SetHeatResponse><SetHeatResult><Degrees>180</Degrees></SetHeatResult></SetHeatResponse>";
        let (status, body) = match request {
            _ if request.contains("Action=GetCallerIdentity") => (200, WHO),
            _ if request.contains("Action=SetHeat") => {
                hot.store(true, Ordering::Relaxed);
                (200, heated)
            }
            _ if request.starts_with("POST /cakes/") => (201, baked),
            _ if request.starts_with("GET /cakes") && hot.load(Ordering::Relaxed) => (200, cakes),
            _ if request.starts_with("GET /cakes") => (200, "{}"),
            _ => (400, "<ErrorResponse/>"),
        };
        (status, body.to_owned())
    })
}

fn live(lab: Lab, server: &Loopback) -> Lab {
    lab.against(&server.url, "us-east-1")
}

const LIVE: [&str; 3] = ["--live", "--account", "111122223333"];

#[test]
fn a_new_service_is_read_when_it_is_named() {
    let lab = bakery();
    let catalogue = Catalogue::with_folders(&folder(&lab)).unwrap();
    let told: Vec<_> = catalogue
        .outside()
        .iter()
        .map(|outside| {
            (
                outside.service.as_str(),
                outside.version.as_str(),
                outside.replaces,
            )
        })
        .collect();
    assert_eq!(
        told,
        [("oven", "2011-04-01", false), ("pastry", "2027-01-15", false)]
    );
    let (pastry, bake) = catalogue.find("pastry", "bake-cake").unwrap();
    assert_eq!(
        (pastry.protocol, bake.http_status, bake.class),
        (Protocol::RestJson, 201, Class::Write)
    );
    let tin = pastry.shape(bake.input.unwrap()).member("Tin").unwrap();
    assert_eq!(
        (tin.location, tin.wire_name(), tin.required),
        (Some(Location::Uri), "tin", true)
    );
    let misfits = validate(pastry, bake, &value!({ "Tin": "t", "Flavour": "beef", "Egg": 1 }));
    let paths: Vec<&str> = misfits.iter().map(|misfit| misfit.path.as_str()).collect();
    assert_eq!(paths, ["Flavour", "Egg"]);
    assert_eq!(pastry.operation("ListCakes").unwrap().class, Class::List);

    let at = |region: &str| EndpointParams {
        region: Some(region.to_owned()),
        ..EndpointParams::default()
    };
    assert_eq!(
        pastry.endpoint(&at("cn-north-1")).unwrap().url,
        "https://bakery.cn-north-1.amazonaws.com.cn"
    );
    // Without rules of its own a service is where most are.
    let oven = catalogue.service("oven").unwrap();
    assert_eq!(
        oven.endpoint(&at("eu-west-1")).unwrap().url,
        "https://oven.eu-west-1.amazonaws.com"
    );
    let fips = EndpointParams {
        fips: true,
        ..at("eu-west-1")
    };
    assert!(oven.endpoint(&fips).unwrap_err().to_string().contains("FIPS"));

    // The binary's own are there as ever, and do not know of it.
    assert!(catalogue.find("ec2", "describe_vpcs").is_ok());
    let unknown = Catalogue::embedded().find("pastry", "bake_cake").unwrap_err();
    assert!(matches!(unknown, Unknown::Service { .. }));
    assert!(Catalogue::embedded().outside().is_empty());
}

#[test]
fn the_first_folder_wins_and_extras_are_merged_in() {
    let second = OVEN.replace("SetHeat", "SetWarmth");
    let extras = json!({ "version": 1.0, "merge": { "metadata": { "endpointPrefix": "stove" } } });
    let lab = bakery()
        .file("second/oven/2012-01-01/service-2.json", second)
        .file("third/stove/2011-04-01/service-2.json", OVEN)
        .file(
            "third/stove/2011-04-01/service-2.sdk-extras.json",
            extras.to_string(),
        )
        .file(
            "third/partitions.json",
            r#"{"partitions": [{"id": "moon", "outputs": {"dnsSuffix": "moon.example"}}]}"#,
        );
    let folders = ["models", "second", "third"].map(|name| lab.path(name));
    let catalogue = Catalogue::with_folders(&folders).unwrap();
    assert!(catalogue.find("oven", "SetHeat").is_ok() && catalogue.find("oven", "SetWarmth").is_err());
    let params = EndpointParams {
        region: Some("sea-1".to_owned()),
        ..EndpointParams::default()
    };
    let stove = catalogue.service("stove").unwrap();
    assert_eq!(
        stove.endpoint(&params).unwrap().url,
        "https://stove.sea-1.moon.example"
    );
}

#[test]
fn damaged_models_are_told_with_file_and_place() {
    let changed = |path: &str, value: Json| {
        let mut model: Json = serde_json::from_str(PASTRY).unwrap();
        *model.pointer_mut(path).unwrap() = value;
        model.to_string()
    };
    let table: [(String, &str); 8] = [
        (
            PASTRY.replacen("\"shapes\": {", "\"shapes\": [", 1),
            "expected a map at line 28 column 12",
        ),
        (PASTRY[..200].to_owned(), "EOF while parsing"),
        (
            changed("/shapes/BakeCakeRequest/members/Flavour/shape", json!("Taste")),
            "the shape `BakeCakeRequest`: the member `Flavour`: there is no shape `Taste`",
        ),
        (
            changed("/operations/BakeCake/output/shape", json!("Pie")),
            "there is no shape `Pie`",
        ),
        (
            changed("/metadata/protocols", json!(["smoke-signals"])),
            "the protocol `smoke-signals` is none of json, rest-json",
        ),
        (
            changed("/operations/BakeCake/http/method", json!("BAKE")),
            "unknown variant `BAKE`",
        ),
        (
            changed("/shapes/Cakes/member", Json::Null),
            "the shape `Cakes`: it lacks its `member`",
        ),
        (
            changed(
                "/shapes/ListCakesRequest/members/Token",
                json!({ "shape": "String", "location": "header", "locationName": "x token" }),
            ),
            "`x token` cannot be the name of a header",
        ),
    ];
    for (model, expected) in table {
        let lab = bakery()
            .file("models/pastry/2027-01-15/service-2.json", model)
            .file("models/pastry/2027-01-15/endpoint-rule-set-1.json", RULES);
        let ran = lab
            .run(&["--models", "models", "aws", "pastry", "list-cakes"])
            .code(2);
        let said = ran.stderr();
        assert!(
            said.contains("models/pastry/2027-01-15/service-2.json` cannot be used"),
            "{said}"
        );
        assert!(said.contains(expected), "{expected}: {said}");
        // In a runbook, at the place that names it.
        let ran = lab
            .run(&["--models", "models", "lint", "bake.md", "--format", "concise"])
            .code(2);
        let said = ran.stdout();
        assert!(
            said.contains("bake.md:11") && said.contains("unusable-model") && said.contains(expected),
            "{said}"
        );
        // What is not damaged is used.
        lab.run(&["--models", "models", "aws", "oven", "set-heat", "--degrees", "1"])
            .code(3);
    }
    let lab = bakery().file(
        "models/pastry/2027-01-15/endpoint-rule-set-1.json",
        r#"{"rules": [{"type": "wish"}]}"#,
    );
    let said = lab
        .run(&["--models", "models", "aws", "pastry", "list-cakes"])
        .code(2)
        .stderr();
    assert!(
        said.contains("endpoint-rule-set-1.json` cannot be used"),
        "{said}"
    );
    let said = lab
        .run(&["--models", "modles", "lint", "bake.md"])
        .code(2)
        .stderr();
    assert!(said.contains("there is no folder `modles`"), "{said}");
    let said = lab
        .run(&["--models", "models/oven", "lint", "bake.md"])
        .code(2)
        .stderr();
    assert!(said.contains("`models/oven` adds no API models"), "{said}");
}

#[test]
fn a_new_service_is_linted_planned_and_called() {
    let server = aws();
    let lab = live(bakery(), &server);
    let told = "API models of `models` add oven 2011-04-01, pastry 2027-01-15.";
    let ran = lab.run(&["lint", "bake.md", "--models", "models"]).code(0);
    assert_eq!(ran.stderr().matches(told).count(), 1, "{}", ran.stderr());
    let wrong = RUNBOOK.replace("Eggs: 3", "Egg: 3");
    let said = live(bakery(), &server)
        .file("bake.md", wrong)
        .run(&["lint", "bake.md", "--models", "models"])
        .code(2)
        .stdout();
    assert!(
        said.contains("`pastry::bake_cake` has no parameter `Egg`") && said.contains("did you mean `Eggs`?"),
        "{said}"
    );
    let plan = lab
        .run(&["plan", "bake.md", "--models", "models"])
        .code(0)
        .stdout();
    assert!(
        plan.contains("change   oven:SetHeat pastry:BakeCake") && plan.contains("read     pastry:ListCakes"),
        "{plan}"
    );

    // By hand: the request and the answer.
    let words = ["--models", "models", "aws"].iter().chain(&LIVE).copied();
    let words: Vec<&str> = words
        .chain([
            "pastry",
            "bake-cake",
            "--tin",
            "a b",
            "--flavour",
            "plum",
            "--eggs",
            "3",
        ])
        .collect();
    let ran = lab.run(&words).code(0);
    let answer: Json = serde_json::from_str(&ran.stdout()).unwrap();
    assert_eq!(answer, json!({ "CakeId": "c-1", "Flavour": "plum" }));
    let asked = server.asked();
    let (head, body) = asked.last().unwrap().split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /cakes/a%20b HTTP/1.1"), "{head}");
    assert!(head.contains("/us-east-1/pastry/aws4_request"), "{head}");
    assert_eq!(
        serde_json::from_str::<Json>(body).unwrap(),
        json!({ "flavour": "plum", "eggs": 3 })
    );

    // By a script, which reads the answer.
    let words = ["replay", "bake.md", "--trust", "--models", "models"]
        .iter()
        .chain(&LIVE)
        .copied();
    let ran = lab.run(&words.collect::<Vec<_>>()).code(0);
    assert!(ran.stdout().contains("1 passed"), "{}", ran.stdout());
    let asked = server.asked();
    let heat = asked
        .iter()
        .find(|request| request.contains("Action=SetHeat"))
        .unwrap();
    assert!(
        heat.ends_with("Action=SetHeat&Version=2011-04-01&Degrees=180&Shelves.member.1=top"),
        "{heat}"
    );
    assert!(
        asked.last().unwrap().starts_with("GET /cakes HTTP/1.1"),
        "{asked:?}"
    );
    let words = ["verify", "bake.md", "--trust"].iter().chain(&LIVE).copied();
    let said = lab.run(&words.collect::<Vec<_>>()).code(2).stderr();
    assert!(said.contains("there is no AWS service `pastry`"), "{said}");

    // The journal's first line says what the run went by.
    let runs = std::fs::read_dir(lab.path(".state/runbook/runs")).unwrap();
    let journals = runs
        .flatten()
        .filter(|entry| entry.path().extension().is_some_and(|ending| ending == "jsonl"));
    let texts: Vec<String> = journals
        .map(|entry| std::fs::read_to_string(entry.path()).unwrap())
        .collect();
    assert!(
        texts.iter().any(|text| text
            .lines()
            .next()
            .is_some_and(|header| header.contains("pastry 2027-01-15"))),
        "{texts:?}"
    );
}

#[test]
fn practice_says_that_it_does_not_have_a_new_service() {
    let lab = bakery().variable("AWS_DATA_PATH", "models");
    let said = lab.run(&["aws", "pastry", "list-cakes"]).code(3).stderr();
    assert!(said.contains("API models of `models` add"), "{said}");
    assert!(
        said.contains("pastry:ListCakes") && said.contains("--live"),
        "{said}"
    );
}

#[test]
fn a_service_of_the_binary_is_replaced_by_name() {
    let home = "home/.aws/models/ec2/2099-01-01/service-2.json";
    let model = OVEN
        .replace("\"query\"", "\"ec2\"")
        .replace("SetHeat", "WarmVpc")
        .replace("\"Oven\"", "\"EC2\"");
    let server = Loopback::new(|_, request| {
        let (status, body) = match request {
            _ if request.contains("Action=GetCallerIdentity") => (200, WHO),
            _ if request.contains("Action=WarmVpc") => {
                (200, "<WarmVpcResponse><Degrees>180</Degrees></WarmVpcResponse>")
            }
            _ => (400, "<Response><Errors/></Response>"),
        };
        (status, body.to_owned())
    });
    let lab = live(bakery().file(home, model), &server);
    let home = lab.path("home").display().to_string();
    let lab = lab.variable("HOME", &home);
    let words = ["aws"].iter().chain(&LIVE).copied();
    let words: Vec<&str> = words.chain(["ec2", "warm-vpc", "--degrees", "180"]).collect();
    let ran = lab.run(&words).code(0);
    assert!(
        ran.stderr().contains(".aws/models` replace ec2 2099-01-01."),
        "{}",
        ran.stderr()
    );
    assert_eq!(
        serde_json::from_str::<Json>(&ran.stdout()).unwrap(),
        json!({ "Degrees": 180 })
    );
    assert!(
        server
            .asked()
            .last()
            .unwrap()
            .contains("Action=WarmVpc&Version=2011-04-01&Degrees=180")
    );
    // What the replacement does not have is not found, and practice goes by its own.
    let said = lab.run(&["aws", "ec2", "describe-vpcs"]).code(2).stderr();
    assert!(said.contains("ec2 has no operation `describe-vpcs`"), "{said}");
    let said = lab
        .run(&["aws", "ec2", "warm-vpc", "--degrees", "180"])
        .code(3)
        .stderr();
    assert!(said.contains("ec2:WarmVpc"), "{said}");
}
