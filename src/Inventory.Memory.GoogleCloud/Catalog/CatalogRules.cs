using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Inventory.Memory.Json;

namespace Inventory.Memory.GoogleCloud.Catalog;

/// <summary>What must be true of a service before it is part of a catalog. Messages name the value and what to write instead.</summary>
internal static partial class CatalogRules
{
    private const int MaxPageSize = 10_000;
    private const int MaxQuotaCost = 100;

    /// <summary>Throws for the first thing that is wrong.</summary>
    /// <param name="service">Its collections know it already.</param>
    /// <param name="find">Finds a collection of the catalog by its full name; null where there is none.</param>
    /// <param name="file">The file that it comes from; null: from code.</param>
    /// <param name="lines">Where in the file everything stands.</param>
    /// <exception cref="CatalogFormatException">Something is wrong.</exception>
    public static void ThrowIfBroken(CatalogService service, Func<string, CatalogEntry?> find, string? file, CatalogLines lines)
    {
        foreach (var (property, problem) in FindIn(service))
        {
            throw Fail(service, property, $"the service '{service.Service}': {problem}");
        }

        foreach (var entry in service.Collections)
        {
            foreach (var (property, problem) in FindIn(entry, find))
            {
                throw Fail(entry, property, $"the collection '{entry.FullName}': {problem}");
            }
        }

        CatalogFormatException Fail(object what, string property, string problem)
        {
            var line = lines.Find(what, property);
            return new CatalogFormatException(file is null ? $"In {problem}" : string.Create(CultureInfo.InvariantCulture, $"{file}, line {line}: {problem}"), line);
        }
    }

    private static IEnumerable<(string Property, string Problem)> FindIn(CatalogService service)
    {
        if (!Word().IsMatch(service.Service))
        {
            yield return ("service", $"'{service.Service}' is no name of an API; write the first part of its host, such as compute.");
        }

        foreach (var (property, host) in new[] { ("host", service.Host), ("nameHost", service.NameHost ?? service.Host) })
        {
            if (!Host().IsMatch(host))
            {
                yield return (property, $"'{property}' is '{host}'; write a host name such as compute.googleapis.com.");
            }
        }

        if (service.BasePath.Length > 0 && !BasePath().IsMatch(service.BasePath))
        {
            yield return ("basePath", $"'basePath' is '{service.BasePath}'; write a path that ends in a slash and does not begin with one, such as compute/v1/, or nothing.");
        }

        if (service.MaxPageSize is < 1 or > MaxPageSize)
        {
            yield return ("maxPageSize", string.Create(CultureInfo.InvariantCulture, $"'maxPageSize' is {service.MaxPageSize}; it must be 1 to {MaxPageSize}."));
        }

        if (service.Collections.Count == 0)
        {
            yield return ("collections", "it has no collections; write at least one.");
        }

        if (service.LocationsPath is { } locations && Bad(locations, "project") is { } placeholder)
        {
            yield return ("locationsPath", $"'{placeholder}' in 'locationsPath' means nothing; only {{project}} does.");
        }
    }

    private static IEnumerable<(string Property, string Problem)> FindIn(CatalogEntry entry, Func<string, CatalogEntry?> find)
    {
        if (!Word().IsMatch(entry.Name))
        {
            yield return ("name", $"'{entry.Name}' is no name; write letters and digits, such as disks.");
        }

        if (!Word().IsMatch(entry.Type))
        {
            yield return ("type", $"'{entry.Type}' is no type; write letters and digits, such as Disk.");
        }

        if (find(entry.FullName) is { } other && other != entry)
        {
            yield return ("name", $"there is a collection '{entry.FullName}' already; give it another name.");
        }

        if (entry.QuotaCost is < 1 or > MaxQuotaCost)
        {
            yield return ("quotaCost", string.Create(CultureInfo.InvariantCulture, $"'quotaCost' is {entry.QuotaCost}; it must be 1 to {MaxQuotaCost}."));
        }

        if (entry.MaxPageSize is < 1 or > MaxPageSize)
        {
            yield return ("maxPageSize", string.Create(CultureInfo.InvariantCulture, $"'maxPageSize' is {entry.MaxPageSize}; it must be 1 to {MaxPageSize}."));
        }

        foreach (var problem in FindInFamily(entry, find).Concat(FindInMethods(entry, find)).Concat(FindInQuery(entry)).Concat(FindInTemplates(entry)))
        {
            yield return problem;
        }
    }

    private static IEnumerable<(string Property, string Problem)> FindInFamily(CatalogEntry entry, Func<string, CatalogEntry?> find)
    {
        if (entry.Parent is { } parent && find(parent) is null)
        {
            yield return ("parent", $"there is no collection '{parent}' to be its parent; write one such as cloudkms.keyRings.");
        }

        foreach (var origin in entry.DerivedFrom.Where(origin => find(origin) is null))
        {
            yield return ("derivedFrom", $"there is no collection '{origin}' to derive it from.");
        }

        if (entry.Parent is null != (!entry.Methods.ContainsKey(ScopeKind.Parent) && entry.Within is null))
        {
            yield return ("parent", "'parent' goes together with a method in the scope 'parent', or with 'within'; write both or neither.");
        }

        if (entry.Methods.ContainsKey(ScopeKind.Parent) && entry.Methods.Count > 1)
        {
            yield return ("methods", "a method in the scope 'parent' must be the only one.");
        }

        if (entry.Methods.Count == 0 && !entry.IsEmbedded)
        {
            yield return ("methods", "it has no list method; write 'methods', such as {\"project\": \"things.list\"}.");
        }

        if (entry.When is { } when && when.IndexOf('=', StringComparison.Ordinal) <= 0)
        {
            yield return ("when", $"'when' is '{when}'; write property=value.");
        }
    }

    private static IEnumerable<(string Property, string Problem)> FindInTemplates(CatalogEntry entry)
    {
        if (entry.Items is { } items && items != "." && Try(() => _ = new JsonListShape(items)) is { } badItems)
        {
            yield return ("items", badItems);
        }

        if (entry.Service.NextPageTokenPath is { } token && Try(() => _ = new JsonListShape("items") { NextPageTokenPath = token }) is { } badToken)
        {
            yield return ("nextPageTokenPath", badToken);
        }

        if (entry.NameTemplate is { } name && Try(entry.IsSingle ? () => NameParts.Parse(name) : () => NameParts.ThrowIfSame(name)) is { } badName)
        {
            yield return ("nameTemplate", badName);
        }
        else if (entry.IsOfNodes && Names(entry.NameTemplate, Project))
        {
            yield return ("nameTemplate", "'{project}' in 'nameTemplate' means nothing where a node is asked; {parent} is the node.");
        }

        if (entry.Body is { } body && Try(() => JsonDocument.Parse(body).Dispose()) is { } badBody)
        {
            yield return ("body", badBody);
        }
    }

    private static string? Try(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception failure) when (failure is ArgumentException or JsonException)
        {
            return JsonProblem.WithoutPlace(failure.Message);
        }
    }

    /// <summary>The first placeholder that is not one of those.</summary>
    private static string? Bad(string template, params string[] known) => Placeholder().Matches(template)
        .Select(match => match.Value)
        .FirstOrDefault(placeholder => !known.Contains(placeholder[1..^1], StringComparer.Ordinal));

    private static string Scope(ScopeKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Word();

    [GeneratedRegex("^[a-z0-9-]+([.][a-z0-9-]+)+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Host();

    [GeneratedRegex("^[A-Za-z0-9._-][A-Za-z0-9._/-]*/$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BasePath();

    [GeneratedRegex("[{][^{}]*[}]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Placeholder();
}
