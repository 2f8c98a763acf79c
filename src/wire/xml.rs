//! XML answers of the Query protocol and of EC2, read in one pass over a tree.
//!
//! The official codec reads an element again for each level above it, and recovers from a cut as if all had been there.
//! A tree is made once, and only of a whole document.

use super::dialect::Dialect;
use super::read::understand;
use super::schema::{Field, Fixed, Graph, Node, NodeKind};
use crate::value::{Map, Value};
use aws_smithy_schema::serde::SerdeError;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use roxmltree::Document;

type Element<'d> = roxmltree::Node<'d, 'd>;

/// Reads an answer: the root's members for EC2, those of the element that wraps the result for Query.
///
/// # Errors
/// What is no document, is not AWS's, or does not fit the model.
pub(super) fn answer(
    graph: &'static Graph,
    body: &[u8],
    schema: Fixed,
    fields: &'static [Field],
) -> Result<Map, SerdeError> {
    let no_xml = |why: String| SerdeError::invalid_input(format!("the answer is not XML: {why}"));
    let text = std::str::from_utf8(body).map_err(|e| no_xml(e.to_string()))?;
    let document = Document::parse(text).map_err(|e| no_xml(e.to_string()))?;
    let root = document.root_element();
    let name = root.tag_name().name();
    if !name.ends_with("Response") {
        return Err(SerdeError::invalid_input(format!(
            "the answer is not AWS's: its root element is `{name}`"
        )));
    }
    let wrapper = schema.xml_name().map(|name| name.value());
    let wrapped = match graph.dialect {
        Dialect::QueryAnswer => root
            .children()
            .find(|child| child.is_element() && Some(child.tag_name().name()) == wrapper),
        _ => Some(root),
    };
    wrapped.map_or_else(|| Ok(Map::new()), |element| structure(graph, element, fields))
}

fn structure(
    graph: &'static Graph,
    element: Element<'_>,
    fields: &'static [Field],
) -> Result<Map, SerdeError> {
    let mut members = Map::new();
    for attribute in element.attributes() {
        let is_it = |field: &&Field| field.schema.xml_attribute() && wire_name(field) == attribute.name();
        if let Some(field) = fields.iter().find(is_it) {
            members.insert(field.name.to_owned(), Value::from(attribute.value()));
        }
    }
    for child in element.children().filter(Element::is_element) {
        let name = child.tag_name().name();
        let Some(field) = fields.iter().find(|field| wire_name(field) == name) else {
            continue;
        };
        let node = graph.follow(&field.link);
        let told = |e: SerdeError| SerdeError::invalid_input(format!("{}: {e}", field.name));
        // The elements of a flattened list stand among the members.
        let value = match (&node.kind, field.schema.xml_flattened()) {
            (NodeKind::List(link), true) => {
                let item = value(graph, graph.follow(link), child).map_err(told)?;
                match members.get_mut(field.name) {
                    Some(Value::List(items)) => {
                        items.push(item);
                        continue;
                    }
                    _ => Value::List(vec![item]),
                }
            }
            (NodeKind::Map(link), true) => {
                let mut entries = match members.shift_remove(field.name) {
                    Some(Value::Map(entries)) => entries,
                    _ => Map::new(),
                };
                entry(graph, field.schema, graph.follow(link), child, &mut entries).map_err(told)?;
                Value::Map(entries)
            }
            (NodeKind::Map(link), false) => {
                map(graph, field.schema, graph.follow(link), child).map_err(told)?
            }
            _ => value(graph, node, child).map_err(told)?,
        };
        members.insert(field.name.to_owned(), value);
    }
    Ok(members)
}

fn wire_name(field: &Field) -> &str {
    field.schema.xml_name().map_or(field.name, |name| name.value())
}

fn value(graph: &'static Graph, node: &'static Node, element: Element<'_>) -> Result<Value, SerdeError> {
    match &node.kind {
        NodeKind::Structure(fields) => structure(graph, element, fields).map(Value::Map),
        NodeKind::List(link) => {
            let item = graph.follow(link);
            let items = element.children().filter(Element::is_element);
            items
                .map(|element| value(graph, item, element))
                .collect::<Result<Vec<_>, _>>()
                .map(Value::List)
        }
        NodeKind::Map(link) => map(graph, node.schema, graph.follow(link), element),
        NodeKind::Text | NodeKind::Document => text(element).map(Value::from),
        NodeKind::Blob => {
            let text = text(element)?;
            BASE64_STANDARD
                .decode(text.trim())
                .map(Value::Blob)
                .map_err(|e| SerdeError::invalid_input(format!("no base64: {e}")))
        }
        scalar @ (NodeKind::Int | NodeKind::Float | NodeKind::Bool | NodeKind::Time) => {
            understand(scalar, text(element)?)
        }
    }
}

fn map(
    graph: &'static Graph,
    schema: Fixed,
    item: &'static Node,
    element: Element<'_>,
) -> Result<Value, SerdeError> {
    let mut entries = Map::new();
    for child in element.children().filter(Element::is_element) {
        entry(graph, schema, item, child, &mut entries)?;
    }
    Ok(Value::Map(entries))
}

/// One `<entry>` of a map, its key and value named as the schema says.
fn entry(
    graph: &'static Graph,
    schema: Fixed,
    item: &'static Node,
    element: Element<'_>,
    entries: &mut Map,
) -> Result<(), SerdeError> {
    let named = |held: Option<&Fixed>, other: &'static str| {
        held.and_then(|held| held.xml_name())
            .map_or(other, |name| name.value())
    };
    let child = |name: &str| {
        let mut children = element.children();
        children.find(|child| child.is_element() && child.tag_name().name() == name)
    };
    let key = child(named(schema.key().as_ref(), "key"));
    let held = child(named(schema.member().as_ref(), "value"));
    if let (Some(key), Some(held)) = (key, held) {
        entries.insert(text(key)?.to_owned(), value(graph, item, held)?);
    }
    Ok(())
}

/// The text of an element that holds nothing else.
fn text<'d>(element: Element<'d>) -> Result<&'d str, SerdeError> {
    match element.children().find(Element::is_element) {
        Some(other) => Err(SerdeError::invalid_input(format!(
            "a text was expected, and `{}` found",
            other.tag_name().name()
        ))),
        None => Ok(element.text().unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use crate::api::Catalogue;
    use crate::value;
    use crate::value::Value;
    use crate::wire::{WireAnswer, WireError, answer};

    fn read(service: &str, operation: &str, body: &str) -> Result<Value, WireError> {
        let (service, operation) = Catalogue::embedded().find(service, operation).unwrap();
        let sent = WireAnswer {
            status: 200,
            body: body.as_bytes().to_vec(),
            ..WireAnswer::default()
        };
        answer(service, operation, &sent)
    }

    const VPCS: &str = "<DescribeVpcsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r</requestId>\
        <vpcSet><item><vpcId>vpc-1</vpcId><isDefault>True</isDefault><tagSet><item><key>Name</key><value>a &amp; b</value>\
        </item></tagSet></item><item><vpcId>vpc-2</vpcId><isDefault/></item></vpcSet></DescribeVpcsResponse>";

    #[test]
    fn lists_maps_and_what_stands_flat_are_read() {
        assert_eq!(
            read("ec2", "DescribeVpcs", VPCS).unwrap(),
            value!({ "Vpcs": [
                { "VpcId": "vpc-1", "IsDefault": true, "Tags": [{ "Key": "Name", "Value": "a & b" }] },
                { "VpcId": "vpc-2", "IsDefault": null },
            ] })
        );
        let map = "<GetTopicAttributesResponse><GetTopicAttributesResult><Attributes><entry><key>Owner</key><value>1</value></entry>\
            <entry><key>Policy</key><value/></entry></Attributes></GetTopicAttributesResult></GetTopicAttributesResponse>";
        assert_eq!(
            read("sns", "GetTopicAttributes", map).unwrap(),
            value!({ "Attributes": { "Owner": "1", "Policy": "" } })
        );
        let flat = "<ListDomainsResponse><ListDomainsResult><DomainName>a</DomainName><NextToken>t</NextToken>\
            <DomainName>b</DomainName></ListDomainsResult></ListDomainsResponse>";
        assert_eq!(
            read("sdb", "ListDomains", flat).unwrap(),
            value!({ "DomainNames": ["a", "b"], "NextToken": "t" })
        );
    }

    #[test]
    fn what_is_cut_another_page_or_of_another_kind_is_refused() {
        for end in 1..VPCS.len() {
            assert!(
                read("ec2", "DescribeVpcs", &VPCS[..end]).is_err(),
                "{}",
                &VPCS[..end]
            );
        }
        for (body, why) in [
            ("<html><body/></html>", "its root element is `html`"),
            (
                "<!DOCTYPE a [<!ENTITY b \"c\">]><AResponse>&b;</AResponse>",
                "is not XML",
            ),
            (
                "<AResponse><vpcSet><item><vpcId><a/></vpcId></item></vpcSet></AResponse>",
                "VpcId: invalid input: a text was expected, and `a` found",
            ),
            (
                "<AResponse><vpcSet><item><isDefault>perhaps</isDefault></item></vpcSet></AResponse>",
                "IsDefault: invalid input: `perhaps` is not",
            ),
        ] {
            let told = format!("{:?}", read("ec2", "DescribeVpcs", body).unwrap_err());
            assert!(told.contains(why), "{told}");
        }
    }
}
