using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Projects;

/// <summary>A project, or why some were not found.</summary>
/// <param name="Id">The project's id; empty where there is a failure.</param>
/// <param name="Failure">Why the projects of a folder, an organisation or the caller could not all be listed.</param>
internal readonly record struct FoundProject(string Id, ScopeFailedException? Failure);
