using Inventory.Memory.GoogleCloud.Http;
using Inventory.Memory.Tests.Shared;

namespace Inventory.Memory.GoogleCloud.Tests.Http;

/// <summary>Every recorded error, and what a person who reads it says that it means. The bodies stay outside of the repository.</summary>
public sealed class RecordedErrorTests
{
    private static readonly Dictionary<string, ErrorKind> s_table = new(StringComparer.Ordinal)
    {
        ["400.invalid.bigquery.k8s-config-connector.4e5c6b.json"] = ErrorKind.Ours,
        ["400.noreason.compute.k8s-config-connector.e0791e.json"] = ErrorKind.Ours,
        ["400.noreason.sqladmin.k8s-config-connector.a0cb0b.json"] = ErrorKind.Ours,
        ["403.PERMISSION_DENIED.datacatalog.k8s-config-connector.3e06b1.json"] = ErrorKind.Denied,
        ["403.PERMISSION_DENIED.list.forseti-security.3a3dad.json"] = ErrorKind.Denied,
        ["403.PERMISSION_DENIED.permission.forseti-security.12e3ca.json"] = ErrorKind.Denied,
        // App Engine says in words alone that the API is disabled; its status is that of a refusal.
        ["403.PERMISSION_DENIED.v.cloud-custodian.f8e537.json"] = ErrorKind.Disabled,
        ["403.accessNotConfigured.sql.cloud-custodian.1e7b8a.json"] = ErrorKind.Disabled,
        ["403.forbidden.access.forseti-security.7493f3.json"] = ErrorKind.Denied,
        ["403.forbidden.cloudkms.k8s-config-connector.d8bba3.json"] = ErrorKind.Denied,
        ["404.NOT_FOUND.alloydb.k8s-config-connector.3c6664.json"] = ErrorKind.Gone,
        ["404.NOT_FOUND.analyticshub.k8s-config-connector.363daa.json"] = ErrorKind.Gone,
        ["404.NOT_FOUND.apikeys.k8s-config-connector.daca60.json"] = ErrorKind.Gone,
        ["404.NOT_FOUND.app.forseti-security.f465d3.json"] = ErrorKind.Gone,
        ["404.NOT_FOUND.billingbudgets.k8s-config-connector.9c7bab.json"] = ErrorKind.Gone,
        ["404.NOT_FOUND.cloudbilling.k8s-config-connector.ac7f7a.json"] = ErrorKind.Gone,
        ["404.NOT_FOUND.cloudkms.k8s-config-connector.40f007.json"] = ErrorKind.Gone,
        ["404.NOT_FOUND.composer.k8s-config-connector.9ef4c7.json"] = ErrorKind.Gone,
        ["404.NOT_FOUND.contactcenterinsights.k8s-config-connector.147f59.json"] = ErrorKind.Gone,
        ["404.NOT_FOUND.not.forseti-security.745b87.json"] = ErrorKind.Gone,
        ["404.NOT_FOUND.privateca.k8s-config-connector.e46243.json"] = ErrorKind.Gone,
        ["404.NOT_FOUND.pubsub.k8s-config-connector.42e4d5.json"] = ErrorKind.Gone,
        ["404.NOT_FOUND.run.k8s-config-connector.9a3842.json"] = ErrorKind.Gone,
        ["404.NOT_FOUND.service.forseti-security.16bedb.json"] = ErrorKind.Gone,
        ["404.NOT_FOUND.us-central1-aiplatform.k8s-config-connector.d053f1.json"] = ErrorKind.Gone,
        ["404.instanceDoesNotExist.sqladmin.k8s-config-connector.c2b8c7.json"] = ErrorKind.Gone,
        ["404.notFound.biglake.k8s-config-connector.78124e.json"] = ErrorKind.Gone,
        ["404.notFound.bigquery.k8s-config-connector.4ed890.json"] = ErrorKind.Gone,
        ["404.notFound.not.forseti-security.c801b6.json"] = ErrorKind.Gone,
        ["404.notFound.storage.k8s-config-connector.42e449.json"] = ErrorKind.Gone,
        ["404.notFound.v.cloud-custodian.4015d7.json"] = ErrorKind.Gone,
        ["404.notFound.www.k8s-config-connector.c0e89f.json"] = ErrorKind.Gone,
        ["404.notFound.zones.libcloud.14c8fd.json"] = ErrorKind.Gone,
        ["501.noreason.compute.k8s-config-connector.2a673c.json"] = ErrorKind.Ours,
    };

    private static string Folder => Path.Combine(RecordedData.Folder(), "recorded", "errors");

    [Fact]
    public void Table_EveryBodyHasARowAndEveryRowABody() => Assert.Equal(
        Directory.GetFiles(Folder, "*.json").Select(Path.GetFileName).Where(name => !name!.EndsWith(".headers.json", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        s_table.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void FromAnswer_EveryRecordedError_IsWhatAPersonSays()
    {
        var call = new ApiCall("p1", "compute.googleapis.com:443");
        foreach (var (name, kind) in s_table)
        {
            var error = ErrorClassifier.FromAnswer(call, int.Parse(name[..3]), ErrorBody.Parse(File.ReadAllBytes(Path.Combine(Folder, name))));

            Assert.True(kind == error.Kind, $"{name}: {error.Kind}, a person says {kind}");
            Assert.DoesNotContain("no explanation", error.Message, StringComparison.Ordinal);
        }
    }
}
