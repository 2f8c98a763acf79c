//! The operations of a service.

use super::model::{Model, OneOrMore, Operation, Paginator};
use super::writer::Writer;
use super::{Fault, Numbers, filters, names};

/// Writes one operation.
pub(super) fn write(
    out: &mut Writer<'_>,
    name: &str,
    operation: &Operation,
    model: &Model,
    paginator: Option<&Paginator>,
    numbers: &Numbers<'_>,
) -> Result<(), Fault> {
    let (http, checksum) = (&operation.http, &operation.http_checksum);
    let (input, output) = (operation.input.as_ref(), operation.output.as_ref());
    if !http.request_uri.starts_with('/') {
        return Err(Fault(format!(
            "the URI `{}` does not begin with `/`",
            http.request_uri
        )));
    }
    out.text(Some(name));
    out.text(Some(http.method.word()));
    out.text(Some(&http.request_uri));
    out.number(http.response_code.into());
    for root in [input, output] {
        out.number(root.map_or(Ok(0), |root| numbers.of(&root.shape).map(|number| number + 1))?);
    }
    out.count(operation.errors.len());
    for error in &operation.errors {
        out.number(numbers.of(&error.shape)?);
    }
    let unsigned = operation.auth_type.as_deref() == Some("none")
        || operation.auth.iter().any(|scheme| scheme == "smithy.api#noAuth");
    let method = names::spelled(name);
    let method = method.as_deref();
    let wrapper = output.and_then(|output| output.result_wrapper.as_deref());
    let root = input.and_then(|input| input.location_name.as_deref());
    let namespace = input.and_then(|input| Some(input.xml_namespace.as_ref()?.uri.as_str()));
    let host_prefix = operation
        .endpoint
        .as_ref()
        .and_then(|host| host.host_prefix.as_deref());
    let algorithm = checksum.request_algorithm_member.as_deref();
    let (constant, dynamic) = (
        &operation.static_context_params,
        &operation.operation_context_params,
    );
    let listed = filters::of(model, operation);
    out.flags(&[
        method.is_some(),
        wrapper.is_some(),
        root.is_some(),
        namespace.is_some(),
        host_prefix.is_some(),
        unsigned,
        operation.unsigned_payload,
        operation.http_checksum_required || checksum.request_checksum_required,
        algorithm.is_some(),
        !constant.is_empty(),
        !dynamic.is_empty(),
        operation.deprecated,
        paginator.is_some(),
        !listed.is_empty(),
    ]);
    for text in [method, wrapper, root, namespace, host_prefix, algorithm] {
        out.text_if(text);
    }
    if !constant.is_empty() {
        out.count(constant.len());
        for (key, constant) in constant {
            out.text(Some(key));
            out.text(Some(&constant.value.to_string()));
        }
    }
    if !dynamic.is_empty() {
        out.count(dynamic.len());
        for (key, dynamic) in dynamic {
            out.text(Some(key));
            out.text(Some(&dynamic.path));
        }
    }
    if let Some(paginator) = paginator {
        self::paginator(out, paginator);
    }
    if !listed.is_empty() {
        out.texts(listed.iter().copied());
    }
    Ok(())
}

fn paginator(out: &mut Writer<'_>, paginator: &Paginator) {
    let texts = |out: &mut Writer<'_>, texts: &OneOrMore| out.texts(texts.0.iter().map(String::as_str));
    texts(out, &paginator.input_token);
    texts(out, &paginator.output_token);
    texts(out, &paginator.result_key);
    out.text(paginator.limit_key.as_deref());
    out.text(paginator.more_results.as_deref());
    texts(out, &paginator.non_aggregate_keys);
}
