using System.Globalization;
using Inventory.Memory.GoogleCloud.Tests.Support;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Tests.Projects;

/// <summary>The lists of projects, folders and services have the same page loop, bounds and states as lists of resources.</summary>
public sealed class ProjectListTests
{
    private const string Organization = "organizations/1";

    /// <summary>Each page of the one list names the next of three tokens, in a circle; every other list is as small as can be.</summary>
    [Theory]
    [InlineData("projects")]
    [InlineData("folders")]
    [InlineData("services")]
    public async Task Collect_TokensLeadInACircle_EndsAndSaysSo(string circular)
    {
        var asked = 0;
        await using var server = new ScriptedHttpServer(target =>
        {
            var list = ListOf(target);
            if (list != circular || !(list == "services" || target.Contains("parent=organizations", StringComparison.Ordinal)))
            {
                return Answer(target, "p-of-organization");
            }

            // A client that follows them for ever is let go after a while, with another reason.
            return asked++ == 50 ? Reply.Json("{}", 400) : Page(list, NumberOf(target), (NumberOf(target) % 3) + 1);
        });
        var collected = await CollectAsync(server, selection => selection.CheckEnabledServices = circular == "services");

        Assert.InRange(asked, 4, 8);
        if (circular == "services")
        {
            // Which services there are is not known then: the lists themselves say it.
            Assert.Equal((RunState.Complete, 1), (collected.Summary.State, collected.Names.Count()));
            return;
        }

        Assert.Equal(RunState.Partial, collected.Summary.State);
        Assert.Equal(("repeatedPageToken", ScopeState.Failed), (Assert.Single(collected.Errors).Reason, collected.Errors[0].State));
        Assert.Equal(collected.Names.Distinct(StringComparer.Ordinal), collected.Names);
    }

    [Theory]
    [InlineData("projects")]
    [InlineData("folders")]
    public async Task Collect_SameOneOnTwoPages_IsCollectedOnce(string list)
    {
        await using var server = new ScriptedHttpServer(target => (ListOf(target) == list && target.Contains("parent=organizations", StringComparison.Ordinal), target.Contains("pageToken", StringComparison.Ordinal)) switch
        {
            (true, false) => Page(list, [1, 2], "next"),
            (true, true) => Page(list, [2, 3], null, more: ",\"etag\":\"other\""),
            _ => Answer(target, null),
        });
        var collected = await CollectAsync(server);

        Assert.Equal(RunState.Complete, collected.Summary.State);
        Assert.Equal(["p-1", "p-2", "p-3"], collected.Resources.Select(record => record.Project));
    }

    /// <summary>A page that breaks twice comes again smaller; what it had given already is on the page behind it.</summary>
    [Fact]
    public async Task Collect_PageBreaksTwice_EachProjectOnce()
    {
        const int Projects = 290;
        var cuts = 0;
        await using var server = new ScriptedHttpServer(target =>
        {
            if (ListOf(target) != "projects")
            {
                return Answer(target, null);
            }

            var first = NumberOf(target);
            var size = int.Parse(target.Split("pageSize=")[1].Split('&')[0], CultureInfo.InvariantCulture);
            var end = Math.Min(Projects, first + size);
            var page = Page("projects", [.. Enumerable.Range(first, end - first)], end < Projects ? $"{end}" : null);
            return first == 0 && cuts++ < 2 ? page.CutBy(500) : page;
        });
        var collected = await CollectAsync(server, configure: options => options.MaxAttempts = 6);

        Assert.Equal(RunState.Complete, collected.Summary.State);
        Assert.Equal(Enumerable.Range(0, Projects).Select(project => $"p-{project}"), collected.Resources.Select(record => record.Project));
    }

    [Fact]
    public async Task Collect_ProjectsThatLackSomething_AreCollectedOrNamed()
    {
        await using var server = new ScriptedHttpServer(target => ListOf(target) == "projects"
            ? Reply.Json("""
                {"projects":[
                  {"projectId":"no-labels","state":"ACTIVE","labels":null},
                  {"projectId":"no-state","labels":{"env":"prod"}},
                  {"state":"ACTIVE","labels":{"env":"prod"}},
                  {"projectId":7,"state":"ACTIVE","labels":{"env":"prod"}},
                  {"projectId":"","state":"ACTIVE","labels":{"env":"prod"}},
                  {"projectId":"deleted","state":"DELETE_REQUESTED","labels":{"env":"prod"}},
                  {"projectId":"whole","state":"ACTIVE","labels":{"env":"prod"}}],
                 "nextPageToken":""}
                """)
            : Answer(target, null));
        var collected = await CollectAsync(server, selection => selection.ProjectLabels = ["env=prod"]);

        Assert.Equal(["no-state", "whole"], collected.Resources.Select(record => record.Project));
        var error = Assert.Single(collected.Errors);
        Assert.Equal((RunState.Partial, ScopeState.Partial, "listIncomplete"), (collected.Summary.State, error.State, error.Reason));
        Assert.Contains("3 of them cannot be read, the first is number 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_FolderWithoutANameOrWithAForeignOne_IsNamedAndTheOthersAreWalked()
    {
        await using var server = new ScriptedHttpServer(target => target.Contains("/folders?parent=organizations", StringComparison.Ordinal)
            ? Reply.Json("""{"folders":[{"displayName":"x"},{"name":"folders/2&parent=folders/3"},{"name":"folders/4"}]}""")
            : Answer(target, null));
        var collected = await CollectAsync(server);

        Assert.Equal(["p-4"], collected.Resources.Select(record => record.Project));
        Assert.Equal((RunState.Partial, "listIncomplete"), (collected.Summary.State, Assert.Single(collected.Errors).Reason));
        Assert.DoesNotContain(server.Targets, target => target.Contains("folders/3", StringComparison.Ordinal));
    }

    /// <summary>An organisation that answers with one of the folders above it: a tree that leads in a circle would never end.</summary>
    [Fact]
    public async Task Collect_FolderBelowItself_IsWalkedOnceAndSaysSo()
    {
        await using var server = new ScriptedHttpServer(target => ListOf(target) == "folders"
            ? Page("folders", [target.Contains("parent=folders/1", StringComparison.Ordinal) ? 2 : 1], null)
            : Answer(target, null));
        var collected = await CollectAsync(server);

        Assert.Equal(["p-1", "p-2"], collected.Resources.Select(record => record.Project));
        Assert.Equal((RunState.Partial, "folderBelowItself"), (collected.Summary.State, Assert.Single(collected.Errors).Reason));
    }

    /// <summary>What a list says to be missing is missing; that nothing is, is no gap.</summary>
    [Theory]
    [InlineData("\"unreachable\":[]", RunState.Complete)]
    [InlineData("\"error\":null", RunState.Complete)]
    [InlineData("\"unreachable\":[\"locations/x\"]", RunState.Partial)]
    [InlineData("\"warning\":{\"code\":\"PARTIAL\",\"message\":\"not all\"}", RunState.Partial)]
    public async Task Collect_ListWithANotice_GoesOn(string notice, RunState expected)
    {
        await using var server = new ScriptedHttpServer(target => ListOf(target) == "projects"
            ? Reply.Json($$"""{{{notice}},"projects":[{"projectId":"p-1","state":"ACTIVE"}]}""")
            : Answer(target, null));
        var collected = await CollectAsync(server);

        Assert.Equal((expected, "p-1"), (collected.Summary.State, Assert.Single(collected.Resources).Project));
        Assert.Equal(expected == RunState.Complete ? 0 : 1, collected.Errors.Count);
    }

    [Fact]
    public async Task Collect_ProjectNamedTwice_IsCollectedOnce()
    {
        await using var server = new ScriptedHttpServer(target => Answer(target, null));
        var collected = await Collected.FromAsync(server, "networks", selection => selection.Projects = ["b", "a", "b"]);

        Assert.Equal(["b", "a"], collected.Resources.Select(record => record.Project));
    }

    private static string ListOf(string target) => target.Split('?')[0].Split('/')[^1].Split(':')[0];

    private static int NumberOf(string target) =>
        target.Split("pageToken=") is [_, var token, ..] ? int.Parse(token.Split('&')[0], CultureInfo.InvariantCulture) : 0;

    private static Reply Page(string list, int number, int next) => Page(list, [number], $"{next}");

    private static Reply Page(string list, int[] numbers, string? next, string more = "") => Reply.Json(
        $$"""{"{{list}}":[{{string.Join(',', numbers.Select(number => $"{{{Name(list, number)},\"state\":\"ACTIVE\"{more}}}"))}}]{{(next is null ? "" : $",\"nextPageToken\":\"{next}\"")}}}""");

    private static string Name(string list, int number) => list switch
    {
        "projects" => $"\"projectId\":\"p-{number}\"",
        "folders" => $"\"name\":\"folders/{number}\"",
        _ => $"\"name\":\"projects/1/services/s{number}.googleapis.com\"",
    };

    /// <summary>A folder has one project, which is named as it is; the organisation has the one that is given, and no folders; each project has one network.</summary>
    private static Reply Answer(string target, string? ofOrganization)
    {
        var parent = target.Split("parent=folders/") is [_, var folder, ..] ? $"p-{folder.Split('&')[0]}" : ofOrganization;
        return ListOf(target) switch
        {
            "projects" => Reply.Json(parent is null ? "{}" : $$"""{"projects":[{"projectId":"{{parent}}","state":"ACTIVE"}]}"""),
            "folders" => Reply.Json("{}"),
            "services" => Reply.Json("""{"services":[{"name":"projects/1/services/compute.googleapis.com"}]}"""),
            _ => Reply.Json("""{"items":[{"name":"n"}]}"""),
        };
    }

    private static Task<Collected> CollectAsync(ScriptedHttpServer server, Action<GoogleCloudSelection>? more = null, Action<GoogleCloudOptions>? configure = null) => Collected.FromAsync(
        server,
        "networks",
        selection =>
        {
            (selection.Projects, selection.Organizations) = ([], [Organization]);
            more?.Invoke(selection);
        },
        configure);
}
