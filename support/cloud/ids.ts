/** EC2's identifiers, kept apart by the compiler. */
export type InstanceId = string & { readonly __id: 'instance' };
export type VolumeId = string & { readonly __id: 'volume' };
export type SnapshotId = string & { readonly __id: 'snapshot' };
export type ImageId = string & { readonly __id: 'image' };
export type VpcId = string & { readonly __id: 'vpc' };
export type SubnetId = string & { readonly __id: 'subnet' };
export type SecurityGroupId = string & { readonly __id: 'security-group' };
export type AllocationId = string & { readonly __id: 'allocation' };
export type NetworkAclId = string & { readonly __id: 'network-acl' };
