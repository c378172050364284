using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Tests.Catalog;

/// <summary>The table of what the original collector collects: 19 groups and their types, each by an entry of the catalog.</summary>
public sealed class GuideTableTests
{
    /// <summary>The group and type of the table, the collections that give it, and the asset types of its records.</summary>
    public static TheoryData<string, string, string, string> Rows => new()
    {
        { "ComputeEngine", "Instance", "compute.instances", "compute.googleapis.com/Instance" },
        { "ComputeEngine", "InstanceGroup", "compute.instanceGroups", "compute.googleapis.com/InstanceGroup" },
        { "ComputeEngine", "Disk", "compute.disks", "compute.googleapis.com/Disk" },
        { "ComputeEngine", "Snapshot", "compute.snapshots", "compute.googleapis.com/Snapshot" },
        { "ComputeEngine", "InstanceTemplate", "compute.instanceTemplates", "compute.googleapis.com/InstanceTemplate" },
        { "ComputeEngine", "MachineImage", "compute.machineImages", "compute.googleapis.com/MachineImage" },
        { "Networking", "ExternalIPAddress", "compute.externalIPAddresses", "compute.googleapis.com/ExternalIPAddress" },
        { "Networking", "Firewall", "compute.firewalls", "compute.googleapis.com/Firewall" },
        { "Networking", "Route", "compute.routes", "compute.googleapis.com/Route" },
        { "Networking", "VPCNetwork", "compute.networks", "compute.googleapis.com/Network" },
        { "Networking", "VPCSubnet", "compute.subnetworks", "compute.googleapis.com/Subnetwork" },
        { "Networking", "VPCGateway", "compute.routers,compute.targetVpnGateways,compute.vpnGateways", "compute.googleapis.com/Router,compute.googleapis.com/TargetVpnGateway,compute.googleapis.com/VpnGateway" },
        {
            "Networking", "LoadBalancing",
            "compute.backendBuckets,compute.backendServices,compute.forwardingRules,compute.healthChecks,compute.sslCertificates,compute.targetGrpcProxies,compute.targetHttpProxies,compute.targetHttpsProxies,compute.targetPools,compute.targetSslProxies,compute.targetTcpProxies,compute.urlMaps,compute.loadBalancers",
            "compute.googleapis.com/LoadBalancer"
        },
        { "CloudSQL", "Database", "sqladmin.databases", "sqladmin.googleapis.com/Database" },
        { "CloudSQL", "User", "sqladmin.users", "sqladmin.googleapis.com/User" },
        { "BigQuery", "Table", "bigquery.tables", "bigquery.googleapis.com/Table" },
        { "CloudStorage", "IamPolicy", "storage.bucketPolicies", "storage.googleapis.com/IamPolicy" },
        { "PubSub", "TopicSubscription", "pubsub.topicSubscriptions", "pubsub.googleapis.com/TopicSubscription" },
        { "Batch", "Task", "batch.tasks", "batch.googleapis.com/Task" },
        { "CloudRun", "Revision", "run.revisions", "run.googleapis.com/Revision" },
        { "CloudRun", "Execution", "run.executions", "run.googleapis.com/Execution" },
        { "CloudRun", "Task", "run.tasks", "run.googleapis.com/Task" },
        { "Datastore", "BackupSchedule", "firestore.backupSchedules", "firestore.googleapis.com/BackupSchedule" },
        { "Datastore", "Backup", "firestore.backups", "firestore.googleapis.com/Backup" },
        { "CloudSQL", "Instance", "sqladmin.instances", "sqladmin.googleapis.com/Instance" },
        { "BigQuery", "Dataset", "bigquery.datasets", "bigquery.googleapis.com/Dataset" },
        { "CloudStorage", "Bucket", "storage.buckets", "storage.googleapis.com/Bucket" },
        { "PubSub", "Topic", "pubsub.topics", "pubsub.googleapis.com/Topic" },
        { "PubSub", "Subscription", "pubsub.subscriptions", "pubsub.googleapis.com/Subscription" },
        { "PubSub", "Snapshot", "pubsub.snapshots", "pubsub.googleapis.com/Snapshot" },
        { "PubSub", "Schema", "pubsub.schemas", "pubsub.googleapis.com/Schema" },
        { "CloudFunctions", "Function", "cloudfunctions.functions", "cloudfunctions.googleapis.com/Function" },
        { "Filestore", "Instance", "file.instances", "file.googleapis.com/Instance" },
        { "Filestore", "Backup", "file.backups", "file.googleapis.com/Backup" },
        { "Filestore", "Snapshot", "file.snapshots", "file.googleapis.com/Snapshot" },
        { "Firebase", "App", "firebase.apps", "firebase.googleapis.com/FirebaseAppInfo" },
        { "Batch", "Job", "batch.jobs", "batch.googleapis.com/Job" },
        { "CloudBuild", "Build", "cloudbuild.builds", "cloudbuild.googleapis.com/Build" },
        { "CloudBuild", "Trigger", "cloudbuild.triggers", "cloudbuild.googleapis.com/BuildTrigger" },
        { "CloudBuild", "WorkerPool", "cloudbuild.workerPools", "cloudbuild.googleapis.com/WorkerPool" },
        { "CloudBuild", "Connection", "cloudbuild.connections", "cloudbuild.googleapis.com/Connection" },
        { "CloudBuild", "Repository", "cloudbuild.repositories", "cloudbuild.googleapis.com/Repository" },
        { "CloudRun", "Service", "run.services", "run.googleapis.com/Service" },
        { "CloudRun", "Job", "run.jobs", "run.googleapis.com/Job" },
        { "CloudRun", "WorkerPool", "run.workerPools", "run.googleapis.com/WorkerPool" },
        { "CloudRun", "Route", "run.routes", "run.googleapis.com/Route" },
        { "CloudRun", "Configuration", "run.configurations", "run.googleapis.com/Configuration" },
        { "CloudRun", "DomainMapping", "run.domainMappings", "run.googleapis.com/DomainMapping" },
        { "KubernetesEngine", "Cluster", "container.clusters", "container.googleapis.com/Cluster" },
        { "KubernetesEngine", "NodePool", "container.nodePools", "container.googleapis.com/NodePool" },
        { "AppEngine", "Application", "appengine.apps", "appengine.googleapis.com/Application" },
        { "AppEngine", "Service", "appengine.services", "appengine.googleapis.com/Service" },
        { "AppEngine", "Version", "appengine.versions", "appengine.googleapis.com/Version" },
        { "AppEngine", "Instance", "appengine.instances", "appengine.googleapis.com/Instance" },
        { "Datastore", "Database", "firestore.databases", "firestore.googleapis.com/Database" },
        { "Datastore", "Index", "firestore.indexes", "firestore.googleapis.com/Index" },
        { "Datastore", "Namespace", "datastore.namespaces", "datastore.googleapis.com/Namespace" },
        { "Firestore", "Database", "firestore.databases", "firestore.googleapis.com/Database" },
        { "Firestore", "Collection", "firestore.collections", "firestore.googleapis.com/Collection" },
        { "Firestore", "Index", "firestore.indexes", "firestore.googleapis.com/Index" },
        { "Firestore", "BackupSchedule", "firestore.backupSchedules", "firestore.googleapis.com/BackupSchedule" },
        { "Firestore", "Backup", "firestore.backups", "firestore.googleapis.com/Backup" },
        { "Dataproc", "Cluster", "dataproc.clusters", "dataproc.googleapis.com/Cluster" },
        { "StorageTransfer", "AgentPool", "storagetransfer.agentPools", "storagetransfer.googleapis.com/AgentPool" },
        { "StorageTransfer", "TransferJob", "storagetransfer.transferJobs", "storagetransfer.googleapis.com/TransferJob" },
        { "StorageTransfer", "TransferOperation", "storagetransfer.transferOperations", "storagetransfer.googleapis.com/TransferOperation" },
        { "KMS", "KeyRing", "cloudkms.keyRings", "cloudkms.googleapis.com/KeyRing" },
        { "KMS", "CryptoKey", "cloudkms.cryptoKeys", "cloudkms.googleapis.com/CryptoKey" },
        { "KMS", "CryptoKeyVersion", "cloudkms.cryptoKeyVersions", "cloudkms.googleapis.com/CryptoKeyVersion" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Row_OfTheTable_IsInItsGroupUnderItsTypeAndCollectedByDefault(string group, string type, string collections, string assetTypes)
    {
        var inGroup = GoogleCatalog.Default.Select([group], [], children: true);
        var ofType = GoogleCatalog.Default.Select([type], [], children: true);
        var both = inGroup.Intersect(ofType).ToList();
        Assert.Equal(collections.Split(',').Order(), both.Select(entry => entry.FullName).Order());
        Assert.Subset(both.SelectMany(entry => entry.AssetTypes).ToHashSet(), assetTypes.Split(',').ToHashSet());
        Assert.Subset(GoogleCatalog.Default.Select([], [], children: true).ToHashSet(), both.ToHashSet());
    }

    [Fact]
    public void Rows_AllOfThem_AreTheTables19Groups() =>
        Assert.Equal(19, Rows.Select(row => ((ITheoryDataRow)row).GetData()[0]).Distinct().Count());
}
