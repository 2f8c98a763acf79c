use super::*;
use crate::value::Value;
#[test]
fn parity() {
    let text = std::fs::read_to_string("/tmp/endpoints.jsonl").unwrap();
    let (mut same, mut all) = (0, 0);
    for line in text.lines() {
        let j: serde_json::Value = serde_json::from_str(line).unwrap();
        let service = Catalogue::embedded().service(j["service"].as_str().unwrap()).unwrap();
        let found = service.endpoint(&EndpointParams { region: Some(j["region"].as_str().unwrap().into()), fips: j["fips"] == true, dual_stack: j["dual_stack"] == true, ..Default::default() });
        all += 1;
        let ok = match &found {
            Ok(e) => j["url"] == e.url.as_str() && j["scheme"].as_str() == e.scheme.as_deref() && j["signing_name"] == e.signing_name.as_str() && j["signing_region"].as_str() == e.signing_region.as_deref(),
            Err(EndpointError::Refused(m)) => j["error"] == m.as_str(),
            Err(_) => false,
        };
        if ok { same += 1 } else { println!("{line}\n   {found:?}") }
    }
    println!("endpoints {same}/{all}");
    let text = std::fs::read_to_string("/tmp/names.jsonl").unwrap();
    let (mut same, mut all) = (0, 0);
    for line in text.lines() {
        let (s, o, m): (String, String, String) = serde_json::from_str(line).unwrap();
        all += 1;
        let op = Catalogue::embedded().service(&s).unwrap().operation(&o).unwrap();
        if op.method == m && Catalogue::embedded().service(&s).unwrap().method(&m).is_some() { same += 1 } else { println!("{line} {}", op.method) }
    }
    println!("names {same}/{all}");
    let text = std::fs::read_to_string("/tmp/valid.jsonl").unwrap();
    let (mut same, mut all, mut shown) = (0, 0, 0);
    for line in text.lines() {
        let (s, o, p, ok): (String, String, serde_json::Value, bool) = serde_json::from_str(line).unwrap();
        let (service, op) = Catalogue::embedded().find(&s, &o).unwrap();
        let misfits = validate(service, op, &Value::from_json(p).unwrap());
        all += 1;
        if misfits.is_empty() == ok { same += 1 } else { shown += 1; if shown < 25 { println!("{} {misfits:?}", &line.chars().take(400).collect::<String>()) } }
    }
    println!("validation {same}/{all}");
    // whole read of every shape
    let mut n = 0;
    for name in Catalogue::embedded().names() { let s = Catalogue::embedded().service(name).unwrap(); for i in 0..s.data().shapes.len() { n += s.shape(ShapeId(i as u32)).name.len().min(1); } }
    println!("shapes {n}");
}
#[test]
fn timing() {
    let t = std::time::Instant::now();
    let c = Catalogue::embedded(); let a = t.elapsed();
    let s = c.service("ec2").unwrap(); let b = t.elapsed();
    let (s2, op) = c.find("ec2", "describe_vpcs").unwrap(); let _ = s2;
    let m = validate(s, op, &crate::value!({ "Filters": [{ "Name": "x", "Values": ["y"] }] })); assert!(m.is_empty()); let d = t.elapsed();
    let e = s.endpoint(&EndpointParams { region: Some("us-east-1".into()), ..Default::default() }).unwrap(); let f = t.elapsed();
    let t2 = std::time::Instant::now();
    for _ in 0..100 { s.endpoint(&EndpointParams { region: Some("us-east-1".into()), ..Default::default() }).unwrap(); }
    println!("open {a:?} ec2 {b:?} first op {d:?} endpoint {f:?} {} each {:?}", e.url, t2.elapsed() / 100);
    for n in ["iam", "sts", "guardduty", "s3", "ssm", "logs"] { let t = std::time::Instant::now(); c.service(n).unwrap(); println!("{n} {:?}", t.elapsed()); }
}
