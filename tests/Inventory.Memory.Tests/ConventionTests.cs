using Inventory.Memory.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Inventory.Memory.Tests;

/// <summary>What is agreed on for the whole core.</summary>
public sealed class ConventionTests
{
    /// <summary>What is public must be kept. 40 were the budget; this number may fall, and rises only with a reason in architecture.md.</summary>
    private const int PublicTypes = 65;

    [Fact]
    public void Core_PublicTypes_AreNoMoreThanAgreed() =>
        Assert.Equal(PublicTypes, typeof(InventoryRecord).Assembly.GetExportedTypes().Length);

    /// <summary>An option that nobody checks is one that fails in the middle of a run.</summary>
    [Fact]
    public void Core_OptionsOfServices_AreEachValidated()
    {
        var services = new ServiceCollection().AddInventoryMemory();
        var validated = services
            .Where(static service => service.ServiceType.IsGenericType && service.ServiceType.GetGenericTypeDefinition() == typeof(IValidateOptions<>))
            .Select(static service => service.ServiceType.GetGenericArguments()[0])
            .ToHashSet();
        var wanted = typeof(InventoryMemoryOptions).GetProperties().Select(static property => property.PropertyType).ToArray();
        Assert.NotEmpty(wanted);
        Assert.All(wanted, type => Assert.Contains(type, validated));
    }
}
