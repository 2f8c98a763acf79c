//! Which instance has which instance profile. An association is part of its instance's record: `_ProfileAssociation` is
//! its id, `_ProfileName` the profile's name, `_ProfileAssociated` when.
//!
//! AWS: *AssociateIamInstanceProfile* and its kin. Wording of refusals as learners' reports quote it.

use super::instance::INSTANCE;
use super::part;
use crate::practice::call::Call;
use crate::practice::filter::Filter;
use crate::practice::given::Given;
use crate::practice::iam::PROFILE;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;

/// Associations.
pub(super) static FAMILY: Family = Family {
    moves: &[
        ("AssociateIamInstanceProfile", Move::Do(associate)),
        ("DescribeIamInstanceProfileAssociations", Move::Do(describe)),
        ("DisassociateIamInstanceProfile", Move::Do(disassociate)),
        ("ReplaceIamInstanceProfileAssociation", Move::Do(replace)),
    ],
    ..Family::NONE
};

static ASSOCIATION: Resource = Resource {
    kind: "ec2:iam-instance-profile-association",
    shape: "IamInstanceProfileAssociation",
    key: "AssociationId",
    absent: (
        "InvalidAssociationID.NotFound",
        "An invalid association-id of '{}' was given",
    ),
    filters: &["instance-id", "state"],
    ..Resource::NONE
};

/// The instance profile that a call names, by name or ARN: as an instance has it, and its name; nothing where the call
/// names none.
///
/// # Errors
/// One that is not there, or has no role.
pub(super) fn wanted(call: &mut Call<'_>, given: &Given<'_>) -> Result<Option<(Value, String)>, Refusal> {
    let (member, record_member, text) = match (given.opt("Name"), given.opt("Arn")) {
        (None, None) => return Ok(None),
        (Some(name), None) => ("name", "InstanceProfileName", name),
        (None, Some(arn)) => ("arn", "Arn", arn),
        (Some(_), Some(_)) => {
            let message = "The parameter 'iamInstanceProfile.name' may not be used in combination with 'iamInstanceProfile.arn'";
            return Err(Refusal::new("InvalidParameterCombination", message));
        }
    };
    call.visit(&PROFILE);
    let refused = |why: String| {
        let message = format!("Value ({text}) for parameter iamInstanceProfile.{member} is invalid. {why}");
        Refusal::new("InvalidParameterValue", message)
    };
    let Some(profile) = call
        .all(&PROFILE)
        .find(|profile| profile.get(record_member).text() == text)
    else {
        let what = if member == "name" { "name" } else { "ARN" };
        return Err(refused(format!("Invalid IAM Instance Profile {what}")));
    };
    let arn = profile.get("Arn");
    if profile.get("_roles").items().is_empty() {
        return Err(refused(format!(
            "IAM Instance Profile \"{}\" has no associated IAM Roles",
            arn.text()
        )));
    }
    let seen = value!({ "Arn": arn, "Id": (profile.get("InstanceProfileId")) });
    Ok(Some((seen, profile.get("InstanceProfileName").text().to_owned())))
}

/// The association of an instance.
fn of(instance: &Value, state: &str) -> Value {
    value!({
        "AssociationId": (instance.get("_ProfileAssociation")),
        "InstanceId": (instance.get("InstanceId")),
        "IamInstanceProfile": (instance.get("IamInstanceProfile")),
        "State": state,
        "Timestamp": (instance.get("_ProfileAssociated")),
    })
}

/// The instance of an association.
fn holder(call: &Call<'_>, association: &str) -> Result<String, Refusal> {
    call.with(&INSTANCE, "_ProfileAssociation", association)
        .into_iter()
        .next()
        .ok_or_else(|| ASSOCIATION.is_absent(association))
}

fn give(call: &mut Call<'_>, instance: &str, given: &Given<'_>) -> Answer {
    let Some((profile, name)) = wanted(call, given)? else {
        let message =
            "The request must contain the parameter iamInstanceProfile.name or iamInstanceProfile.arn";
        return Err(Refusal::new("MissingParameter", message));
    };
    let (id, now) = (part::id(call, "iip-assoc-"), call.now());
    call.edit(&INSTANCE, instance, |record| {
        record.set("IamInstanceProfile", profile);
        record.set("_ProfileName", name);
        record.set("_ProfileAssociation", id);
        record.set("_ProfileAssociated", now);
    })
}

/// `AssociateIamInstanceProfile`: an instance has one at most.
fn associate(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = given.text("InstanceId");
    let instance = call.get(&INSTANCE, id)?;
    if !["pending", "running", "stopping", "stopped"].contains(&instance.at("State.Name").text()) {
        let message = format!("The instance '{id}' is not in the 'running' or 'stopped' states.");
        return Err(Refusal::new("IncorrectInstanceState", message));
    }
    if !instance.get("IamInstanceProfile").is_null() {
        let message = format!("There is an existing association for instance {id}");
        return Err(Refusal::new("IncorrectState", message));
    }
    let instance = give(call, id, &given.get("IamInstanceProfile"))?;
    Ok(value!({ "IamInstanceProfileAssociation": (of(&instance, "associating")) }))
}

/// `ReplaceIamInstanceProfileAssociation`: under a new id.
fn replace(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = holder(call, given.text("AssociationId"))?;
    let instance = give(call, &id, &given.get("IamInstanceProfile"))?;
    Ok(value!({ "IamInstanceProfileAssociation": (of(&instance, "associating")) }))
}

/// `DisassociateIamInstanceProfile`.
fn disassociate(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = holder(call, given.text("AssociationId"))?;
    let told = of(call.get(&INSTANCE, &id)?, "disassociating");
    call.edit(&INSTANCE, &id, |record| {
        if let Some(members) = record.as_map_mut() {
            for member in [
                "IamInstanceProfile",
                "_ProfileName",
                "_ProfileAssociation",
                "_ProfileAssociated",
            ] {
                members.shift_remove(member);
            }
        }
    })?;
    Ok(value!({ "IamInstanceProfileAssociation": told }))
}

/// `DescribeIamInstanceProfileAssociations`.
fn describe(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let ids = given.texts("AssociationIds");
    let filters = Filter::read(call, &ASSOCIATION, given)?;
    for id in &ids {
        holder(call, id)?;
    }
    let found: Vec<Value> = call
        .all(&INSTANCE)
        .filter(|instance| !instance.get("_ProfileAssociation").is_null())
        .map(|instance| of(instance, "associated"))
        .filter(|one| ids.is_empty() || ids.contains(&one.get("AssociationId").text()))
        .filter(|one| filters.iter().all(|filter| filter.admits(one)))
        .collect();
    let associations = call.cut(given, found)?;
    Ok(value!({ "IamInstanceProfileAssociations": associations }))
}

#[cfg(test)]
mod tests {
    use crate::practice::lab::Lab;
    use crate::value;
    use crate::value::Value;

    #[test]
    fn an_instance_has_one_profile_which_is_given_replaced_and_taken() {
        let aws = Lab::new("ec2");
        let iam = aws.of("iam");
        let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
        iam.ok(
            "CreateRole",
            value!({ "RoleName": "web", "AssumeRolePolicyDocument": trust }),
        );
        for profile in ["web", "bare"] {
            iam.ok(
                "CreateInstanceProfile",
                value!({ "InstanceProfileName": profile }),
            );
        }
        iam.ok(
            "AddRoleToInstanceProfile",
            value!({ "InstanceProfileName": "web", "RoleName": "web" }),
        );
        let run = |profile: Value| {
            aws.call(
                "RunInstances",
                value!({
                    "ImageId": "ami-03c3da4cfa8e8943a",
                    "InstanceType": "t2.micro",
                    "MinCount": 1,
                    "MaxCount": 1,
                    "IamInstanceProfile": profile,
                }),
            )
        };
        let absent = run(value!({ "Name": "nobody" })).unwrap_err();
        assert_eq!(
            absent.message,
            "Value (nobody) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name"
        );
        let bare = run(value!({ "Name": "bare" })).unwrap_err();
        assert!(
            bare.message.ends_with("has no associated IAM Roles"),
            "{}",
            bare.message
        );
        let made = run(value!({ "Name": "web" })).unwrap();
        let id = made.at("Instances.0.InstanceId").text().to_owned();
        let arn = made.at("Instances.0.IamInstanceProfile.Arn").clone();
        let listed = || {
            let filters = value!([{ "Name": "instance-id", "Values": [(&id)] }]);
            let input = value!({ "Filters": filters });
            let found = aws.ok("DescribeIamInstanceProfileAssociations", input);
            found.get("IamInstanceProfileAssociations").items().to_vec()
        };
        assert_eq!(listed()[0].at("IamInstanceProfile.Arn"), &arn);
        let give = || value!({ "InstanceId": (&id), "IamInstanceProfile": { "Arn": (&arn) } });
        assert_eq!(aws.no("AssociateIamInstanceProfile", give()).0, "IncorrectState");
        let first = listed()[0].get("AssociationId").clone();
        let replace = value!({ "AssociationId": (&first), "IamInstanceProfile": { "Name": "web" } });
        aws.ok("ReplaceIamInstanceProfileAssociation", replace);
        let take = |id: &Value| value!({ "AssociationId": id });
        let refused = aws.no("DisassociateIamInstanceProfile", take(&first));
        assert_eq!(
            refused.0, "InvalidAssociationID.NotFound",
            "a replacement has another id"
        );
        aws.ok(
            "DisassociateIamInstanceProfile",
            take(listed()[0].get("AssociationId")),
        );
        assert_eq!(listed(), []);
        aws.ok("AssociateIamInstanceProfile", give());
        assert_eq!(listed().len(), 1);
    }
}
