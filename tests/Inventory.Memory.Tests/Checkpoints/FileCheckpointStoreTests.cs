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

    [Fact]
    public async Task Write_LinkAtTheTemporaryName_IsNotFollowed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making a link needs a privilege on Windows.");
        var target = Path.Combine(_folder.FullName, "target");
        await File.WriteAllTextAsync(target, "precious", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(File0 + ".new", target);

        await new FileCheckpointStore(File0).WriteAsync("one"u8.ToArray(), durable: false);

        Assert.Equal("precious", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
        Assert.Equal("one", await File.ReadAllTextAsync(File0, TestContext.Current.CancellationToken));
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
