//! Buckets.

use super::stored::{OBJECT, UPLOAD};
use super::{bucket_of, name, owner};
use crate::practice::call::Call;
use crate::practice::ec2::region;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;

/// Buckets.
pub(super) static FAMILY: Family = Family {
    resources: &[&BUCKET],
    moves: &[
        ("CreateBucket", Move::Do(create)),
        ("DeleteBucket", Move::Do(delete)),
        ("GetBucketLocation", Move::Do(location)),
        ("HeadBucket", Move::Do(head)),
        ("ListBuckets", Move::Do(list)),
    ],
    ..Family::NONE
};

/// A bucket. What is set on it is in members with `_`, as the input that set it ([`super::setting`]).
pub(in crate::practice) static BUCKET: Resource = Resource {
    kind: "s3:bucket",
    shape: "Bucket",
    key: "Name",
    absent: ("NoSuchBucket", "The specified bucket does not exist"),
    global: true,
    ..Resource::NONE
};

/// The region whose buckets have no location constraint.
const FIRST: &str = "us-east-1";

fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let bucket = given.text("Bucket");
    name::check(bucket)?;
    let configuration = given.get("CreateBucketConfiguration");
    let constraint = configuration.opt("LocationConstraint");
    let region = region_of(&call.region, constraint)?.to_owned();
    let tags = configuration.value("Tags");
    let ownership = given.opt("ObjectOwnership").unwrap_or("BucketOwnerEnforced");
    if given.opt("ACL").is_some_and(|acl| acl != "private") && ownership == "BucketOwnerEnforced" {
        let message = "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting";
        return Err(Refusal::new("InvalidBucketAclWithObjectOwnership", message).status(400));
    }
    if given.opt("ACL").is_some_and(|acl| acl != "private") {
        return Err(Refusal::unmodelled("a canned ACL of s3:CreateBucket"));
    }
    if given.flag("ObjectLockEnabledForBucket") == Some(true) {
        return Err(Refusal::unmodelled("object lock of s3:CreateBucket"));
    }
    let location = if region == FIRST {
        format!("/{bucket}")
    } else {
        format!("http://{bucket}.s3.amazonaws.com/")
    };
    let arn = format!("arn:aws:s3:::{bucket}");
    let answer = value!({ "Location": location, "BucketArn": (&arn) });
    match call.owner_of(&BUCKET, bucket) {
        Some(owner) if owner == call.account => {
            // For legacy's sake, making one's own bucket again is no error there (S3 API reference, CreateBucket).
            if call.region == FIRST && region == FIRST {
                return Ok(answer);
            }
            let message =
                "Your previous request to create the named bucket succeeded and you already own it.";
            return Err(Refusal::new("BucketAlreadyOwnedByYou", message).status(409));
        }
        Some(_) => {
            let message = "The requested bucket name is not available. The bucket namespace is shared by all users \
                of the system. Please select a different name and try again.";
            return Err(Refusal::new("BucketAlreadyExists", message).status(409));
        }
        None => {}
    }
    // New buckets block public access, take no ACLs and encrypt (AWS: *Blocking public access*, *Controlling
    // ownership of objects*).
    let mut record = value!({
        "Name": bucket,
        "CreationDate": (whole(call.now())),
        "BucketRegion": region,
        "BucketArn": arn,
        "_OwnershipControls": { "Rules": [{ "ObjectOwnership": ownership }] },
        "_PublicAccessBlockConfiguration": {
            "BlockPublicAcls": true,
            "IgnorePublicAcls": true,
            "BlockPublicPolicy": true,
            "RestrictPublicBuckets": true,
        },
    });
    if !tags.items().is_empty() {
        record.set("_Tagging", value!({ "TagSet": tags }));
    }
    call.keep(&BUCKET, bucket, record);
    Ok(answer)
}

/// S3 counts seconds.
pub(super) fn whole(time: jiff::Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_second(time.as_second()).unwrap_or(time)
}

/// Where a bucket is made: at the first region's endpoint anywhere, at another's only there.
fn region_of<'a>(endpoint: &'a str, constraint: Option<&'a str>) -> Result<&'a str, Refusal> {
    match constraint {
        None if endpoint == FIRST => Ok(FIRST),
        None => Err(incompatible("unspecified")),
        Some("EU") if endpoint == FIRST || endpoint == "eu-west-1" => Ok("eu-west-1"),
        Some(constraint) if constraint == FIRST || region::enabled("s3", constraint).is_err() => {
            let message = "The specified location-constraint is not valid";
            Err(Refusal::new("InvalidLocationConstraint", message).status(400))
        }
        Some(constraint) if endpoint == FIRST || endpoint == constraint => Ok(constraint),
        Some(constraint) => Err(incompatible(constraint)),
    }
}

fn incompatible(constraint: &str) -> Refusal {
    let message = format!(
        "The {constraint} location constraint is incompatible for the region specific endpoint this request was sent to."
    );
    Refusal::new("IllegalLocationConstraintException", message).status(400)
}

/// `DeleteBucket`: only an empty one; versions and delete markers count.
fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let bucket = bucket_of(call, given)?;
    if call
        .all(&OBJECT)
        .any(|object| object.get("_bucket").text() == bucket)
    {
        let versioned = !call
            .get(&BUCKET, bucket)?
            .get("_VersioningConfiguration")
            .is_null();
        let message = if versioned {
            "The bucket you tried to delete is not empty. You must delete all versions in the bucket."
        } else {
            "The bucket you tried to delete is not empty"
        };
        return Err(Refusal::new("BucketNotEmpty", message).status(409));
    }
    for upload in call.with(&UPLOAD, "_bucket", bucket) {
        super::multipart::drop_upload(call, &upload)?;
    }
    call.drop_unused(&BUCKET, bucket)?;
    Ok(Value::map())
}

fn location(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let bucket = bucket_of(call, given)?;
    let region = call.get(&BUCKET, bucket)?.get("BucketRegion").text().to_owned();
    let constraint = Some(region).filter(|region| region != FIRST);
    Ok(value!({ "LocationConstraint": constraint }))
}

/// An answer to HEAD has no body: its errors have the status for a code (S3 API reference, HeadBucket).
fn head(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let bucket = bucket_of(call, given).map_err(headless)?;
    let bucket = call.get(&BUCKET, bucket)?;
    Ok(value!({
        "BucketArn": (bucket.get("BucketArn")),
        "BucketRegion": (bucket.get("BucketRegion")),
        "AccessPointAlias": false,
    }))
}

/// A refusal as an answer to HEAD tells it.
pub(super) fn headless(refusal: Refusal) -> Refusal {
    let (code, message) = match refusal.status {
        Some(403) => ("403", "Forbidden"),
        Some(404) => ("404", "Not Found"),
        Some(412) => ("412", "Precondition Failed"),
        Some(416) => ("416", "Requested Range Not Satisfiable"),
        Some(304) => ("304", "Not Modified"),
        Some(400) => ("400", "Bad Request"),
        _ => return refusal,
    };
    Refusal {
        code: code.to_owned(),
        message: message.to_owned(),
        ..refusal
    }
}

fn list(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (prefix, region) = (given.opt("Prefix"), given.opt("BucketRegion"));
    let paged = given.has("MaxBuckets") || prefix.is_some() || region.is_some();
    let mut buckets: Vec<Value> = call
        .all(&BUCKET)
        .filter(|bucket| prefix.is_none_or(|prefix| bucket.get("Name").text().starts_with(prefix)))
        .filter(|bucket| region.is_none_or(|region| bucket.get("BucketRegion").text() == region))
        .map(|bucket| {
            let mut shown =
                value!({ "Name": (bucket.get("Name")), "CreationDate": (bucket.get("CreationDate")) });
            // A list that was not asked for pages names no regions (S3 API reference, ListBuckets).
            if paged {
                shown.set("BucketRegion", bucket.get("BucketRegion"));
            }
            shown.set("BucketArn", bucket.get("BucketArn"));
            shown
        })
        .collect();
    buckets.sort_by(|one, two| one.get("Name").text().cmp(two.get("Name").text()));
    let buckets = call.cut(given, buckets)?;
    Ok(value!({ "Buckets": buckets, "Owner": (owner(&call.account)), "Prefix": prefix }))
}
