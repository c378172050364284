using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Tests.Catalog;

/// <summary>The permissions that the catalog names against those that Google has.</summary>
public sealed class PermissionTests
{
    /// <summary>
    /// What Google's predefined roles allow, as published in 2025 and 2026: <c>roles/compute.viewer</c> (all that it may list), and
    /// of the other services' viewer roles what lists of the catalog's kind need.
    /// </summary>
    private static readonly Dictionary<string, string[]> s_google = new(StringComparer.Ordinal)
    {
        ["compute"] = Lists("""
            acceleratorTypes addresses autoscalers backendBuckets backendServices commitments crossSiteNetworks diskTypes disks
            externalVpnGateways firewallPolicies firewalls forwardingRules futureReservations globalAddresses globalForwardingRules
            globalNetworkEndpointGroups globalOperations globalPublicDelegatedPrefixes healthChecks httpHealthChecks
            httpsHealthChecks images instanceGroupManagers instanceGroups instanceTemplates instances instantSnapshots
            interconnectAttachments interconnectLocations interconnectRemoteLocations interconnects licenseCodes licenses
            machineImages machineTypes multiMig networkAttachments networkEdgeSecurityServices networkEndpointGroups
            networkProfiles networks nodeGroups nodeTemplates nodeTypes packetMirrorings publicAdvertisedPrefixes
            publicDelegatedPrefixes regionBackendServices regionFirewallPolicies regionHealthCheckServices regionHealthChecks
            regionNetworkEndpointGroups regionNotificationEndpoints regionOperations regionSecurityPolicies regionSslCertificates
            regionSslPolicies regionTargetHttpProxies regionTargetHttpsProxies regionTargetTcpProxies regionUrlMaps regions
            reservationBlocks reservations resourcePolicies routers routes securityPolicies serviceAttachments snapshots
            sslCertificates sslPolicies storagePools subnetworks targetGrpcProxies targetHttpProxies targetHttpsProxies
            targetInstances targetPools targetSslProxies targetTcpProxies targetVpnGateways urlMaps vpnGateways vpnTunnels
            wireGroups zoneOperations zones
            """),
        ["cloudsql"] = Lists("backupRuns databases instances sslCerts users"),
        ["bigquery"] = ["datasets.get", .. Lists("models routines tables")],
        ["storage"] = ["buckets.getIamPolicy", .. Lists("buckets")],
        ["pubsub"] = ["topics.get", .. Lists("schemas snapshots subscriptions topics")],
        ["cloudfunctions"] = Lists("functions locations operations runtimes"),
        ["file"] = Lists("backups instances locations operations snapshots"),
        ["firebase"] = Lists("clients"),
        ["batch"] = Lists("jobs locations operations tasks"),
        ["cloudbuild"] = Lists("builds connections locations operations repositories workerpools"),
        ["run"] = Lists("configurations executions jobs locations operations revisions routes services tasks workerpools"),
        ["container"] = Lists("clusters"),
        ["appengine"] = ["applications.get", .. Lists("instances operations services versions")],
        ["datastore"] = ["namespaces.get", .. Lists("backupSchedules backups databases entities namespaces schemas statistics")],
        ["dataproc"] = Lists("autoscalingPolicies batches clusters jobs operations sessionTemplates sessions workflowTemplates"),
        ["storagetransfer"] = Lists("agentpools jobs operations"),
        ["cloudkms"] = Lists("cryptoKeyVersions cryptoKeys ekmConnections importJobs keyHandles keyRings locations"),
    };

    /// <summary>Method groups of Compute Engine whose permission has another name.</summary>
    private static readonly Dictionary<string, string> s_otherNames = new(StringComparer.Ordinal)
    {
        ["globalOrganizationOperations"] = "globalOperations",
        ["networkFirewallPolicies"] = "firewallPolicies",
        ["regionNetworkFirewallPolicies"] = "regionFirewallPolicies",
    };

    [Fact]
    public void Permission_EveryCollection_IsInAPredefinedRoleOfGoogle()
    {
        var google = s_google.SelectMany(service => service.Value.Select(name => $"{service.Key}.{name}")).ToHashSet(StringComparer.Ordinal);
        var entries = GoogleCatalog.Default.Collections;
        var locations = entries.Select(entry => entry.Service.LocationsEntry).OfType<CatalogEntry>().Distinct().ToList();

        var unknown = entries.Concat(locations)
            .SelectMany(entry => entry.Permission.Split(", ").Where(permission => !google.Contains(permission)).Select(permission => $"{entry.FullName}: {permission}"));

        // Cloud Run's domain mappings have no permission, Google says: they need a role for the project.
        Assert.NotEmpty(locations);
        Assert.Equal(["run.domainMappings: roles/viewer"], unknown);
    }

    [Fact]
    public void Permission_ComputeEngine_IsThatOfEachMethodAndNoOther()
    {
        var collections = GoogleCatalog.Default.Collections.Where(entry => entry.Service.Service == "compute" && entry.DerivedFrom.Count == 0).ToList();

        Assert.True(collections.Count > 60);
        Assert.All(collections, entry => Assert.Equal(
            entry.Methods.Values.Select(ForMethod).Distinct().Order(StringComparer.Ordinal),
            entry.Permission.Split(", ").Order(StringComparer.Ordinal)));
    }

    /// <summary>A regional group has a permission of its own, or else shares that of the zonal one.</summary>
    private static string ForMethod(string method)
    {
        var group = method.Split('.')[0];
        var name = s_otherNames.GetValueOrDefault(group, group) + ".list";
        if (!s_google["compute"].Contains(name))
        {
            Assert.StartsWith("region", name, StringComparison.Ordinal);
            name = char.ToLowerInvariant(name["region".Length]) + name["region".Length..][1..];
        }

        return $"compute.{name}";
    }

    private static string[] Lists(string names) =>
        [.. names.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(name => $"{name}.list")];
}
