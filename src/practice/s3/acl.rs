//! ACLs: what is left of them where the bucket's owner owns every object.

use super::object::version_of;
use super::{BUCKET, bucket_of, denied, owner, transfer};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::value;
use crate::value::Value;

/// ACLs.
pub(super) static FAMILY: Family = Family {
    moves: &[
        ("GetBucketAcl", Move::Do(get)),
        ("GetObjectAcl", Move::Do(get_object)),
        ("PutBucketAcl", Move::Do(put)),
        ("PutObjectAcl", Move::Do(put_object)),
    ],
    ..Family::NONE
};

fn grants(call: &Call<'_>) -> Value {
    let mut grantee = owner(&call.account);
    grantee.set("Type", "CanonicalUser");
    value!({
        "Owner": (owner(&call.account)),
        "Grants": [{ "Grantee": grantee, "Permission": "FULL_CONTROL" }],
    })
}

fn get(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    bucket_of(call, given)?;
    Ok(grants(call))
}

fn get_object(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let bucket = bucket_of(call, given)?;
    version_of(call, given, bucket)?;
    Ok(grants(call))
}

fn put(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let bucket = bucket_of(call, given)?;
    transfer(given);
    canned(call, bucket, given.opt("ACL"))?;
    Ok(Value::map())
}

fn put_object(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let bucket = bucket_of(call, given)?;
    version_of(call, given, bucket)?;
    transfer(given);
    canned(call, bucket, given.opt("ACL"))?;
    Ok(Value::map())
}

/// That a canned ACL may be set: those that say what is true anyhow are taken, others refused.
pub(super) fn canned(call: &Call<'_>, bucket: &str, acl: Option<&str>) -> Result<(), Refusal> {
    let record = call.get(&BUCKET, bucket)?;
    let ownership = record.at("_OwnershipControls.Rules.0.ObjectOwnership").text();
    let enforced = ownership == "BucketOwnerEnforced";
    match acl {
        None | Some("bucket-owner-full-control") => Ok(()),
        Some("private") if !enforced => Ok(()),
        Some(_) if enforced => {
            let message = "The bucket does not allow ACLs";
            Err(Refusal::new("AccessControlListNotSupported", message).status(400))
        }
        Some(acl) if acl.starts_with("public") && blocks(record, "BlockPublicAcls") => Err(denied()),
        Some(acl) => Err(Refusal::unmodelled(&format!("the canned ACL `{acl}` of S3"))),
    }
}

/// Whether a bucket's public access block says so.
pub(super) fn blocks(bucket: &Value, word: &str) -> bool {
    bucket.get("_PublicAccessBlockConfiguration").get(word).as_bool() == Some(true)
}
