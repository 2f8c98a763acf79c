//! Calls of iam, written by tools/typed_calls.py from the models of botocore 1.44.5.

use super::{calls, structures};
use aws_sdk_iam::{Client, types::*};

calls! {
    CreateGroup full: create_group.path("Path é <&> \"+/=\"").group_name("GroupName");
    CreateGroup required: create_group.group_name("GroupName");
    GetGroup full: get_group.group_name("GroupName é <&> \"+/=\"").marker("Marker").max_items(3);
    GetGroup required: get_group.group_name("GroupName é <&> \"+/=\"");
    ListGroups full: list_groups.path_prefix("PathPrefix é <&> \"+/=\"").marker("Marker").max_items(3);
    ListGroups required: list_groups;
    UpdateGroup full: update_group.group_name("GroupName é <&> \"+/=\"").new_path("NewPath")
        .new_group_name("NewGroupName");
    UpdateGroup required: update_group.group_name("GroupName é <&> \"+/=\"");
    DeleteGroup full: delete_group.group_name("GroupName é <&> \"+/=\"");
    AttachGroupPolicy full: attach_group_policy.group_name("GroupName é <&> \"+/=\"").policy_arn("PolicyArn");
    DetachGroupPolicy full: detach_group_policy.group_name("GroupName é <&> \"+/=\"").policy_arn("PolicyArn");
    ListAttachedGroupPolicies full: list_attached_group_policies.group_name("GroupName é <&> \"+/=\"")
        .path_prefix("PathPrefix").marker("Marker").max_items(4);
    ListAttachedGroupPolicies required: list_attached_group_policies.group_name("GroupName é <&> \"+/=\"");
    PutGroupPolicy full: put_group_policy.group_name("GroupName é <&> \"+/=\"").policy_name("PolicyName")
        .policy_document("PolicyDocument");
    GetGroupPolicy full: get_group_policy.group_name("GroupName é <&> \"+/=\"").policy_name("PolicyName");
    ListGroupPolicies full: list_group_policies.group_name("GroupName é <&> \"+/=\"").marker("Marker")
        .max_items(3);
    ListGroupPolicies required: list_group_policies.group_name("GroupName é <&> \"+/=\"");
    DeleteGroupPolicy full: delete_group_policy.group_name("GroupName é <&> \"+/=\"")
        .policy_name("PolicyName");
    CreateUser full: create_user.path("Path é <&> \"+/=\"").user_name("UserName")
        .permissions_boundary("PermissionsBoundary").tags(tag()).tags(tag());
    CreateUser required: create_user.user_name("UserName");
    GetUser full: get_user.user_name("UserName é <&> \"+/=\"");
    GetUser required: get_user;
    ListUsers full: list_users.path_prefix("PathPrefix é <&> \"+/=\"").marker("Marker").max_items(3);
    ListUsers required: list_users;
    UpdateUser full: update_user.user_name("UserName é <&> \"+/=\"").new_path("NewPath")
        .new_user_name("NewUserName");
    UpdateUser required: update_user.user_name("UserName é <&> \"+/=\"");
    DeleteUser full: delete_user.user_name("UserName é <&> \"+/=\"");
    TagUser full: tag_user.user_name("UserName é <&> \"+/=\"").tags(tag()).tags(tag());
    UntagUser full: untag_user.user_name("UserName é <&> \"+/=\"").tag_keys("TagKeys 1")
        .tag_keys("TagKeys 2");
    ListUserTags full: list_user_tags.user_name("UserName é <&> \"+/=\"").marker("Marker").max_items(3);
    ListUserTags required: list_user_tags.user_name("UserName é <&> \"+/=\"");
    AddUserToGroup full: add_user_to_group.group_name("GroupName é <&> \"+/=\"").user_name("UserName");
    RemoveUserFromGroup full: remove_user_from_group.group_name("GroupName é <&> \"+/=\"")
        .user_name("UserName");
    ListGroupsForUser full: list_groups_for_user.user_name("UserName é <&> \"+/=\"").marker("Marker")
        .max_items(3);
    ListGroupsForUser required: list_groups_for_user.user_name("UserName é <&> \"+/=\"");
    CreateLoginProfile full: create_login_profile.user_name("UserName é <&> \"+/=\"").password("Password")
        .password_reset_required(true);
    CreateLoginProfile required: create_login_profile;
    GetLoginProfile full: get_login_profile.user_name("UserName é <&> \"+/=\"");
    GetLoginProfile required: get_login_profile;
    UpdateLoginProfile full: update_login_profile.user_name("UserName é <&> \"+/=\"").password("Password")
        .password_reset_required(true);
    UpdateLoginProfile required: update_login_profile.user_name("UserName é <&> \"+/=\"");
    DeleteLoginProfile full: delete_login_profile.user_name("UserName é <&> \"+/=\"");
    DeleteLoginProfile required: delete_login_profile;
    ChangePassword full: change_password.old_password("OldPassword é <&> \"+/=\"")
        .new_password("NewPassword");
    GetAccountPasswordPolicy full: get_account_password_policy;
    UpdateAccountPasswordPolicy full: update_account_password_policy.minimum_password_length(1)
        .require_symbols(false).require_numbers(true).require_uppercase_characters(false)
        .require_lowercase_characters(true).allow_users_to_change_password(false).max_password_age(7)
        .password_reuse_prevention(8).hard_expiry(true);
    UpdateAccountPasswordPolicy required: update_account_password_policy;
    DeleteAccountPasswordPolicy full: delete_account_password_policy;
    AttachUserPolicy full: attach_user_policy.user_name("UserName é <&> \"+/=\"").policy_arn("PolicyArn");
    DetachUserPolicy full: detach_user_policy.user_name("UserName é <&> \"+/=\"").policy_arn("PolicyArn");
    ListAttachedUserPolicies full: list_attached_user_policies.user_name("UserName é <&> \"+/=\"")
        .path_prefix("PathPrefix").marker("Marker").max_items(4);
    ListAttachedUserPolicies required: list_attached_user_policies.user_name("UserName é <&> \"+/=\"");
    PutUserPolicy full: put_user_policy.user_name("UserName é <&> \"+/=\"").policy_name("PolicyName")
        .policy_document("PolicyDocument");
    GetUserPolicy full: get_user_policy.user_name("UserName é <&> \"+/=\"").policy_name("PolicyName");
    ListUserPolicies full: list_user_policies.user_name("UserName é <&> \"+/=\"").marker("Marker")
        .max_items(3);
    ListUserPolicies required: list_user_policies.user_name("UserName é <&> \"+/=\"");
    DeleteUserPolicy full: delete_user_policy.user_name("UserName é <&> \"+/=\"").policy_name("PolicyName");
    CreateAccessKey full: create_access_key.user_name("UserName é <&> \"+/=\"");
    CreateAccessKey required: create_access_key;
    UpdateAccessKey full: update_access_key.user_name("UserName é <&> \"+/=\"").access_key_id("AccessKeyId")
        .status("Expired".into());
    UpdateAccessKey required: update_access_key.access_key_id("AccessKeyId").status("Expired".into());
    ListAccessKeys full: list_access_keys.user_name("UserName é <&> \"+/=\"").marker("Marker").max_items(3);
    ListAccessKeys required: list_access_keys;
    GetAccessKeyLastUsed full: get_access_key_last_used.access_key_id("AccessKeyId é <&> \"+/=\"");
    DeleteAccessKey full: delete_access_key.user_name("UserName é <&> \"+/=\"").access_key_id("AccessKeyId");
    DeleteAccessKey required: delete_access_key.access_key_id("AccessKeyId");
    ListMFADevices full: list_mfa_devices.user_name("UserName é <&> \"+/=\"").marker("Marker").max_items(3);
    ListMFADevices required: list_mfa_devices;
    ListVirtualMFADevices full: list_virtual_mfa_devices.assignment_status("Assigned".into())
        .marker("Marker").max_items(3);
    ListVirtualMFADevices required: list_virtual_mfa_devices;
    ListAccountAliases full: list_account_aliases.marker("Marker é <&> \"+/=\"").max_items(2);
    ListAccountAliases required: list_account_aliases;
    GetAccountSummary full: get_account_summary;
    GetAccountAuthorizationDetails full: get_account_authorization_details.filter("Role".into())
        .filter("Group".into()).max_items(2).marker("Marker");
    GetAccountAuthorizationDetails required: get_account_authorization_details;
    GenerateCredentialReport full: generate_credential_report;
    GetCredentialReport full: get_credential_report;
    CreatePolicy full: create_policy.policy_name("PolicyName é <&> \"+/=\"").path("Path")
        .policy_document("PolicyDocument").description("Description é <&> \"+/=\"").tags(tag()).tags(tag());
    CreatePolicy required: create_policy.policy_name("PolicyName é <&> \"+/=\"")
        .policy_document("PolicyDocument");
    GetPolicy full: get_policy.policy_arn("PolicyArn é <&> \"+/=\"");
    ListPolicies full: list_policies.scope("All".into()).only_attached(false).path_prefix("PathPrefix")
        .policy_usage_filter("PermissionsBoundary".into()).marker("Marker").max_items(6);
    ListPolicies required: list_policies;
    DeletePolicy full: delete_policy.policy_arn("PolicyArn é <&> \"+/=\"");
    TagPolicy full: tag_policy.policy_arn("PolicyArn é <&> \"+/=\"").tags(tag()).tags(tag());
    ListEntitiesForPolicy full: list_entities_for_policy.policy_arn("PolicyArn é <&> \"+/=\"")
        .entity_filter("Role".into()).path_prefix("PathPrefix")
        .policy_usage_filter("PermissionsBoundary".into()).marker("Marker").max_items(6);
    ListEntitiesForPolicy required: list_entities_for_policy.policy_arn("PolicyArn é <&> \"+/=\"");
    CreatePolicyVersion full: create_policy_version.policy_arn("PolicyArn é <&> \"+/=\"")
        .policy_document("PolicyDocument").set_as_default(true);
    CreatePolicyVersion required: create_policy_version.policy_arn("PolicyArn é <&> \"+/=\"")
        .policy_document("PolicyDocument");
    GetPolicyVersion full: get_policy_version.policy_arn("PolicyArn é <&> \"+/=\"").version_id("VersionId");
    ListPolicyVersions full: list_policy_versions.policy_arn("PolicyArn é <&> \"+/=\"").marker("Marker")
        .max_items(3);
    ListPolicyVersions required: list_policy_versions.policy_arn("PolicyArn é <&> \"+/=\"");
    SetDefaultPolicyVersion full: set_default_policy_version.policy_arn("PolicyArn é <&> \"+/=\"")
        .version_id("VersionId");
    DeletePolicyVersion full: delete_policy_version.policy_arn("PolicyArn é <&> \"+/=\"")
        .version_id("VersionId");
    SimulatePrincipalPolicy full: simulate_principal_policy
        .policy_source_arn("PolicySourceArn é <&> \"+/=\"").policy_input_list("PolicyInputList 1")
        .policy_input_list("PolicyInputList 2")
        .permissions_boundary_policy_input_list("PermissionsBoundaryPolicyInputList 1")
        .permissions_boundary_policy_input_list("PermissionsBoundaryPolicyInputList 2")
        .policy_exclusion_list(PolicyIdentifier::PolicyType("inline".into())).action_names("ActionNames 1")
        .action_names("ActionNames 2").resource_arns("ResourceArns 1").resource_arns("ResourceArns 2")
        .resource_policy("ResourcePolicy é <&> \"+/=\"").resource_owner("ResourceOwner")
        .caller_arn("CallerArn").context_entries(context_entry())
        .resource_handling_option("ResourceHandlingOption").max_items(12).marker("Marker é <&> \"+/=\"");
    SimulatePrincipalPolicy required: simulate_principal_policy
        .policy_source_arn("PolicySourceArn é <&> \"+/=\"").action_names("ActionNames 1")
        .action_names("ActionNames 2");
    SimulateCustomPolicy full: simulate_custom_policy.policy_input_list("PolicyInputList 1")
        .policy_input_list("PolicyInputList 2")
        .permissions_boundary_policy_input_list("PermissionsBoundaryPolicyInputList 1")
        .permissions_boundary_policy_input_list("PermissionsBoundaryPolicyInputList 2")
        .ordered_organization_policy_input_list(ordered_organization_policy_type())
        .action_names("ActionNames 1").action_names("ActionNames 2").resource_arns("ResourceArns 1")
        .resource_arns("ResourceArns 2").resource_policy("ResourcePolicy")
        .resource_owner("ResourceOwner é <&> \"+/=\"").caller_arn("CallerArn")
        .context_entries(context_entry()).resource_handling_option("ResourceHandlingOption é <&> \"+/=\"")
        .max_items(11).marker("Marker");
    SimulateCustomPolicy required: simulate_custom_policy.policy_input_list("PolicyInputList 1")
        .policy_input_list("PolicyInputList 2").action_names("ActionNames 1").action_names("ActionNames 2");
    GetContextKeysForPrincipalPolicy full: get_context_keys_for_principal_policy
        .policy_source_arn("PolicySourceArn é <&> \"+/=\"").policy_input_list("PolicyInputList 1")
        .policy_input_list("PolicyInputList 2");
    GetContextKeysForPrincipalPolicy required: get_context_keys_for_principal_policy
        .policy_source_arn("PolicySourceArn é <&> \"+/=\"");
    CreateRole full: create_role.path("Path é <&> \"+/=\"").role_name("RoleName")
        .assume_role_policy_document("AssumeRolePolicyDocument").description("Description é <&> \"+/=\"")
        .max_session_duration(5).permissions_boundary("PermissionsBoundary").tags(tag()).tags(tag());
    CreateRole required: create_role.role_name("RoleName")
        .assume_role_policy_document("AssumeRolePolicyDocument");
    GetRole full: get_role.role_name("RoleName é <&> \"+/=\"");
    ListRoles full: list_roles.path_prefix("PathPrefix é <&> \"+/=\"").marker("Marker").max_items(3);
    ListRoles required: list_roles;
    UpdateRole full: update_role.role_name("RoleName é <&> \"+/=\"").description("Description")
        .max_session_duration(3);
    UpdateRole required: update_role.role_name("RoleName é <&> \"+/=\"");
    UpdateAssumeRolePolicy full: update_assume_role_policy.role_name("RoleName é <&> \"+/=\"")
        .policy_document("PolicyDocument");
    DeleteRole full: delete_role.role_name("RoleName é <&> \"+/=\"");
    TagRole full: tag_role.role_name("RoleName é <&> \"+/=\"").tags(tag()).tags(tag());
    UntagRole full: untag_role.role_name("RoleName é <&> \"+/=\"").tag_keys("TagKeys 1")
        .tag_keys("TagKeys 2");
    ListRoleTags full: list_role_tags.role_name("RoleName é <&> \"+/=\"").marker("Marker").max_items(3);
    ListRoleTags required: list_role_tags.role_name("RoleName é <&> \"+/=\"");
    AttachRolePolicy full: attach_role_policy.role_name("RoleName é <&> \"+/=\"").policy_arn("PolicyArn");
    DetachRolePolicy full: detach_role_policy.role_name("RoleName é <&> \"+/=\"").policy_arn("PolicyArn");
    ListAttachedRolePolicies full: list_attached_role_policies.role_name("RoleName é <&> \"+/=\"")
        .path_prefix("PathPrefix").marker("Marker").max_items(4);
    ListAttachedRolePolicies required: list_attached_role_policies.role_name("RoleName é <&> \"+/=\"");
    PutRolePolicy full: put_role_policy.role_name("RoleName é <&> \"+/=\"").policy_name("PolicyName")
        .policy_document("PolicyDocument");
    GetRolePolicy full: get_role_policy.role_name("RoleName é <&> \"+/=\"").policy_name("PolicyName");
    ListRolePolicies full: list_role_policies.role_name("RoleName é <&> \"+/=\"").marker("Marker")
        .max_items(3);
    ListRolePolicies required: list_role_policies.role_name("RoleName é <&> \"+/=\"");
    DeleteRolePolicy full: delete_role_policy.role_name("RoleName é <&> \"+/=\"").policy_name("PolicyName");
    PutRolePermissionsBoundary full: put_role_permissions_boundary.role_name("RoleName é <&> \"+/=\"")
        .permissions_boundary("PermissionsBoundary");
    DeleteRolePermissionsBoundary full: delete_role_permissions_boundary.role_name("RoleName é <&> \"+/=\"");
    CreateInstanceProfile full: create_instance_profile
        .instance_profile_name("InstanceProfileName é <&> \"+/=\"").path("Path").tags(tag()).tags(tag());
    CreateInstanceProfile required: create_instance_profile
        .instance_profile_name("InstanceProfileName é <&> \"+/=\"");
    GetInstanceProfile full: get_instance_profile.instance_profile_name("InstanceProfileName é <&> \"+/=\"");
    ListInstanceProfiles full: list_instance_profiles.path_prefix("PathPrefix é <&> \"+/=\"")
        .marker("Marker").max_items(3);
    ListInstanceProfiles required: list_instance_profiles;
    ListInstanceProfilesForRole full: list_instance_profiles_for_role.role_name("RoleName é <&> \"+/=\"")
        .marker("Marker").max_items(3);
    ListInstanceProfilesForRole required: list_instance_profiles_for_role.role_name("RoleName é <&> \"+/=\"");
    DeleteInstanceProfile full: delete_instance_profile
        .instance_profile_name("InstanceProfileName é <&> \"+/=\"");
    AddRoleToInstanceProfile full: add_role_to_instance_profile
        .instance_profile_name("InstanceProfileName é <&> \"+/=\"").role_name("RoleName");
    RemoveRoleFromInstanceProfile full: remove_role_from_instance_profile
        .instance_profile_name("InstanceProfileName é <&> \"+/=\"").role_name("RoleName");
    CreateServiceLinkedRole full: create_service_linked_role.aws_service_name("AWSServiceName é <&> \"+/=\"")
        .description("Description").custom_suffix("CustomSuffix");
    CreateServiceLinkedRole required: create_service_linked_role
        .aws_service_name("AWSServiceName é <&> \"+/=\"");
    DeleteServiceLinkedRole full: delete_service_linked_role.role_name("RoleName é <&> \"+/=\"");
    GetServiceLinkedRoleDeletionStatus full: get_service_linked_role_deletion_status
        .deletion_task_id("DeletionTaskId é <&> \"+/=\"");
}

structures! {
    context_entry -> ContextEntry: .context_key_name("ContextKeyName é <&> \"+/=\"")
        .context_key_values("ContextKeyValues 1").context_key_values("ContextKeyValues 2")
        .context_key_type("numeric".into());
    ordered_organization_policy_type -> OrderedOrganizationPolicyType:
        .service_control_policy_input_list("ServiceControlPolicyInputList 1")
        .service_control_policy_input_list("ServiceControlPolicyInputList 2");
    tag -> Tag: .key("Key é <&> \"+/=\"").value("Value");
}
