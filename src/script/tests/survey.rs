//! What a runbook names.

use crate::script::testing::Bench;

#[test]
fn operations_are_found_also_through_modules() {
    let text = "# Lab\n\n```rhai setup\nlet me = sts::get_caller_identity();\n```\n\n## S\n\nSee {{ lab::net::named(\"x\") }}.\n\n\
        ```rhai solve\nlet id = \"a\";\nec2::create_vpc(#{ CidrBlock: \"10.0.0.0/16\", DryRun: id });\nlab::net::wipe(id);\n```\n\n\
        ```rhai cleanup\nfor id in owned(\"ec2:vpc\") { ec2::delete_vpc(#{ VpcId: id }); }\n```\n";
    let module = "fn named(n) { find(|v| v.Name == n) }\nfn find(f) { ec2::describe_vpcs().Vpcs.find(f) }\n\
        fn wipe(id) { [1].for_each(|| ec2::delete_vpc(#{ VpcId: id })); claim(\"ec2:vpc\", id); find(|x| true); wipe(id) }\nfn unused() { iam::list_users() }";
    let bench = Bench::new(text).module("net", module);
    let survey = bench.survey();
    assert!(
        survey.diagnostics.is_empty(),
        "{}",
        crate::script::testing::shown(&survey.diagnostics)
    );
    let source = &bench.runbook.source;
    let mut lines = Vec::new();
    for block in &survey.blocks {
        let step = block.step.as_deref().unwrap_or("-");
        lines.push(format!(
            "{step} {:?} names {:?} kinds {:?}",
            block.role,
            block.names.iter().map(|n| &n.0).collect::<Vec<_>>(),
            block.kinds
        ));
        for call in &block.calls {
            let place = source.place(call.span.start);
            let module = call
                .module
                .as_ref()
                .map(|(s, span)| format!(" {}:{}", s.name(), s.place(span.start).line));
            let parameters = call.parameters.as_ref().map(|all| {
                all.iter()
                    .map(|p| format!("{}={:?}", p.name, p.literal))
                    .collect::<Vec<_>>()
            });
            lines.push(format!(
                "  {}:{} {}:{} `{}`{} {parameters:?}",
                call.service,
                call.operation,
                place.line,
                place.column,
                source.slice(call.span),
                module.unwrap_or_default()
            ));
        }
    }
    insta::assert_snapshot!(lines.join("\n"), @r#"
    - Some(Setup) names ["me"] kinds []
      sts:GetCallerIdentity 4:10 `sts::get_caller_identity` Some([])
    s Some(Solve) names ["id"] kinds ["ec2:vpc"]
      ec2:CreateVpc 13:1 `ec2::create_vpc` Some(["CidrBlock=Some(Text(\"10.0.0.0/16\"))", "DryRun=None"])
      ec2:DescribeVpcs 14:1 `lab::net::wipe` scripts/net.rhai:2 Some([])
      ec2:DeleteVpc 14:1 `lab::net::wipe` scripts/net.rhai:3 Some(["VpcId=None"])
    s Some(Cleanup) names [] kinds ["ec2:vpc"]
      ec2:DeleteVpc 18:30 `ec2::delete_vpc` Some(["VpcId=None"])
    s None names [] kinds []
      ec2:DescribeVpcs 9:8 `lab::net::named` scripts/net.rhai:2 Some([])
    "#);
}

#[test]
fn a_survey_tells_every_mistake_at_once() {
    let text = "# Lab\n\n## S\n\n```rhai solve\nec2::create_vpz();\n```\n\n```rhai check\ncheck(\"x\", nope);\n```\n\n## T\n\n```rhai check\nlet = 1;\n```\n";
    let survey = Bench::new(text).survey();
    let codes: Vec<&str> = survey.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, ["unknown-operation", "unknown-name", "syntax"]);
}

#[test]
fn the_modules_of_the_program_compile_and_name_operations_that_there_are() {
    let library = crate::script::Library::builtin();
    let named: String = library
        .modules
        .keys()
        .map(|name| format!("// lab::{name}::x\n"))
        .collect();
    let mut bench = Bench::block("solve", &named);
    bench.library = library;
    let wrong = bench.survey().diagnostics;
    assert!(wrong.is_empty(), "{}", crate::script::testing::shown(&wrong));
}
