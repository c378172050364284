using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Projects;

/// <summary>A project, a folder or organisation, or why some were not found: one of them.</summary>
/// <param name="Project">A project's id.</param>
/// <param name="Number">The project's number, where it is known.</param>
/// <param name="Node">A folder or an organisation, such as <c>folders/123</c>.</param>
/// <param name="Failure">Why not all that a folder, an organisation or the caller has could be listed.</param>
internal readonly record struct Found(string? Project = null, string? Number = null, string? Node = null, ScopeFailedException? Failure = null);
