using Inventory.Memory.Checkpoints;

namespace Inventory.Memory.Tests.Checkpoints;

public sealed class FileCheckpointStoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("inventory-store-");

    private string File0 => Path.Combine(_folder.FullName, "checkpoint");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Read_NothingThere_IsNull()
    {
        Assert.Null(await new FileCheckpointStore(File0).ReadAsync());
        Assert.Null(await new FileCheckpointStore(Path.Combine(_folder.FullName, "no", "folder")).ReadAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Write_ThenRead_IsTheSameAndLeavesNothingElse(bool durable)
    {
        var store = new FileCheckpointStore(File0);

        await store.WriteAsync("one"u8.ToArray(), durable);
        await store.WriteAsync("two"u8.ToArray(), durable);

        Assert.Equal("two"u8.ToArray(), (await store.ReadAsync())!.Value.ToArray());
        Assert.Equal([File0], Directory.GetFiles(_folder.FullName));
        await store.DeleteAsync();
        await store.DeleteAsync();
        Assert.Empty(Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public async Task Write_NewFile_IsForTheOwnerAlone()
    {
        await new FileCheckpointStore(File0).WriteAsync("one"u8.ToArray(), durable: true);

        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has access lists instead of modes.");
        }
        else
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(File0));
        }
    }

    /// <summary>What has the name that a temporary file might have is somebody's: another output, a link to what must not be written.</summary>
    [Fact]
    public async Task Write_FilesBesideItWithSuchNames_AreLeft()
    {
        var others = new[] { ".new", ".0123456789abcdef.old", ".0123456789abcdeg.new", ".0123.new" }.Select(end => File0 + end).ToList();
        others.ForEach(other => File.WriteAllText(other, "precious"));

        await new FileCheckpointStore(File0).WriteAsync("one"u8.ToArray(), durable: false);

        Assert.All(others, other => Assert.Equal("precious", File.ReadAllText(other)));
        Assert.Equal("one", await File.ReadAllTextAsync(File0, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Write_LeftoverOfAKilledProcess_IsRemovedUnlessSomebodyWritesIt()
    {
        var (left, written) = (File0 + ".0123456789abcdef.new", File0 + ".fedcba9876543210.new");
        await File.WriteAllTextAsync(left, "half", TestContext.Current.CancellationToken);
        await using var other = new FileStream(written, FileMode.CreateNew, FileAccess.Write, FileShare.None);

        await new FileCheckpointStore(File0).WriteAsync("one"u8.ToArray(), durable: false);

        Assert.Equal([File0, written], Directory.GetFiles(_folder.FullName).Order());
    }

    [Fact]
    public async Task Write_PathIsALink_WritesWhatItLeadsTo()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making a link needs a privilege on Windows.");
        var target = Path.Combine(_folder.FullName, "target");
        File.CreateSymbolicLink(File0, target);
        var store = new FileCheckpointStore(File0);
        Assert.Null(await store.ReadAsync());

        await store.WriteAsync("one"u8.ToArray(), durable: true);

        Assert.Equal("one", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
        Assert.NotNull(new FileInfo(File0).LinkTarget);
        await store.DeleteAsync();
        Assert.False(File.Exists(target));
    }

    [Fact]
    public async Task Write_TooLargeOrNoFolder_IsRefusedAndTheOldStays()
    {
        var store = new FileCheckpointStore(File0);
        await store.WriteAsync("one"u8.ToArray(), durable: false);

        await Assert.ThrowsAsync<IOException>(async () => await store.WriteAsync(new byte[FileCheckpointStore.MaxBytes + 1], durable: false));
        await Assert.ThrowsAnyAsync<IOException>(async () => await new FileCheckpointStore(Path.Combine(_folder.FullName, "no", "folder")).WriteAsync(default, durable: false));

        Assert.Equal("one"u8.ToArray(), (await store.ReadAsync())!.Value.ToArray());
    }

    [Fact]
    public async Task Read_TooLarge_IsRefused()
    {
        await using (var file = File.Create(File0))
        {
            file.SetLength(FileCheckpointStore.MaxBytes + 1);
        }

        await Assert.ThrowsAsync<IOException>(async () => await new FileCheckpointStore(File0).ReadAsync());
    }
}
