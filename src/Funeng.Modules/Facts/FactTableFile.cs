using System.Buffers;
using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Funeng.Engines.Facts;

namespace Funeng.Modules.Facts;

/// <summary>
/// The file of a fact table, for a start without reading every filing. It is a cache and is never trusted: whatever is not exactly as it was
/// written (another version, another catalogue or order of sources, a wrong checksum, a missing end) is as good as no file.
/// </summary>
/// <remarks>
/// <para>The form: 8 bytes of magic that name the version; the blocks of <see cref="FactTableBlocks"/> one after another; a directory (JSON)
/// with the layout, the place and SHA-256 of every block, the signature of the catalogue and the <see cref="FactsMark"/> of the last filing
/// held; its SHA-256, its length, the magic again. It is written beside and renamed, so that a reader sees the old or the new file whole.</para>
/// <para>What the form must keep for work spread over many machines: a block is a contiguous range of rows, named by the ids it
/// holds, and can be read, checked and decided with the directory alone; facts go by key and texts by value, never by a number that only one
/// process knows; a block's checksum names its content, so that a worker that has it need not fetch it again and a task can be repeated
/// without doing harm; the mark says which filings it includes.</para>
/// <para>The file is mapped and its blocks are copied into columns on all cores: a copy costs little beside the checksum, which has to look
/// at every byte anyway, and columns of the program's own can be handed on, changed and outlive the file without care.</para>
/// </remarks>
internal sealed class FactTableFile
{
    private static readonly byte[] Magic = "FACTTBL1"u8.ToArray();

    private readonly string path;
    private readonly FactCatalogue catalogue;
    private readonly string signature;

    public FactTableFile(string path, FactCatalogue catalogue, FactSources sources)
    {
        this.path = path;
        this.catalogue = catalogue;
        signature = Sign(catalogue, sources);
    }

    public async Task SaveAsync(FactTable table, FactsMark mark, CancellationToken cancellation)
    {
        var beside = path + ".new";
        await using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
        {
            await file.WriteAsync(Magic, cancellation);
            var layout = FactTableLayout.Of(table);
            var blocks = new List<BlockPlace>(layout.Blocks);
            foreach (var some in Enumerable.Range(0, layout.Blocks).Chunk(Environment.ProcessorCount))
            {
                var written = await Task.WhenAll(some.Select(block => Task.Run(() => Write(table, layout, block), cancellation)));
                foreach (var (bytes, sha256) in written)
                {
                    blocks.Add(new BlockPlace(file.Position, bytes.WrittenCount, sha256));
                    await file.WriteAsync(bytes.WrittenMemory, cancellation);
                }
            }

            var directory = JsonSerializer.SerializeToUtf8Bytes(new FileDirectory(signature, mark, layout.Rows, layout.Columns, blocks));
            await file.WriteAsync(directory, cancellation);
            await file.WriteAsync(SHA256.HashData(directory), cancellation);
            var length = new byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(length, directory.Length);
            await file.WriteAsync(length, cancellation);
            await file.WriteAsync(Magic, cancellation);
        }

        File.Move(beside, path, overwrite: true);
    }

    /// <summary>The table and how far it had read; null when there is no file to be relied on.</summary>
    public async Task<(FactTable Table, FactsMark Mark)?> LoadAsync(CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
            using var view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
            return Directory(view, new FileInfo(path).Length) is { } directory ? (await RestoreAsync(view, directory, cancellation), directory.Mark) : null;
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or ArgumentException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static (ArrayBufferWriter<byte> Bytes, string Sha256) Write(FactTable table, FactTableLayout layout, int block)
    {
        var bytes = new ArrayBufferWriter<byte>(1 << 20);
        FactTableBlocks.Write(table, layout, block, bytes);
        return (bytes, Convert.ToHexStringLower(SHA256.HashData(bytes.WrittenSpan)));
    }

    private FileDirectory? Directory(MemoryMappedViewAccessor view, long length)
    {
        var end = SHA256.HashSizeInBytes + sizeof(int) + Magic.Length;
        if (length < Magic.Length + end || !Read(view, 0, Magic.Length).SequenceEqual(Magic) || !Read(view, length - Magic.Length, Magic.Length).SequenceEqual(Magic))
        {
            return null;
        }

        var size = BinaryPrimitives.ReadInt32LittleEndian(Read(view, length - Magic.Length - sizeof(int), sizeof(int)));
        if (size <= 0 || size > length - end - Magic.Length)
        {
            return null;
        }

        var json = Read(view, length - end - size, size);
        if (!SHA256.HashData(json).AsSpan().SequenceEqual(Read(view, length - end, SHA256.HashSizeInBytes)))
        {
            return null;
        }

        var directory = JsonSerializer.Deserialize<FileDirectory>(json);
        return directory?.Signature == signature && directory.Columns.All(name => catalogue.Find(name.Key) is not null) ? directory : null;
    }

    private async Task<FactTable> RestoreAsync(MemoryMappedViewAccessor view, FileDirectory directory, CancellationToken cancellation)
    {
        var layout = new FactTableLayout(directory.Rows, directory.Columns);
        if (directory.Blocks.Count != layout.Blocks)
        {
            throw new InvalidDataException("The file has more or fewer blocks than rows.");
        }

        var subjects = new long[directory.Rows];
        for (var block = 0; block < layout.Blocks; block++)
        {
            var ids = Read(view, directory.Blocks[block].Offset, layout.RowsOf(block) * sizeof(long));
            FactTableBlocks.Subjects(ids, layout, block).CopyTo(subjects.AsSpan(block * FactTableBlocks.Rows));
        }

        var builder = new FactTableBuilder(catalogue, subjects);
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(
            () =>
            {
                var own = builder.Beside();
                for (var block = Interlocked.Increment(ref next); block < layout.Blocks; block = Interlocked.Increment(ref next))
                {
                    cancellation.ThrowIfCancellationRequested();
                    Restore(view, directory.Blocks[block], layout, block, own);
                }
            },
            cancellation)));
        return builder.Build();
    }

    private void Restore(MemoryMappedViewAccessor view, BlockPlace place, FactTableLayout layout, int block, FactTableBuilder builder)
    {
        var rented = ArrayPool<byte>.Shared.Rent(place.Length);
        try
        {
            var bytes = rented.AsSpan(0, place.Length);
            view.SafeMemoryMappedViewHandle.ReadSpan((ulong)place.Offset, bytes);
            if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != place.Sha256)
            {
                throw new InvalidDataException($"Block {block} is not what was written.");
            }

            FactTableBlocks.Read(bytes, layout, block, builder, catalogue);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static byte[] Read(MemoryMappedViewAccessor view, long offset, int count)
    {
        var bytes = new byte[count];
        view.SafeMemoryMappedViewHandle.ReadSpan((ulong)offset, bytes.AsSpan());
        return bytes;
    }

    /// <summary>Whatever changes the meaning of what was read: the facts with their types, and who is believed before whom.</summary>
    private static string Sign(FactCatalogue catalogue, FactSources sources)
    {
        var text = new StringBuilder();
        foreach (var definition in catalogue.All)
        {
            text.Append(definition.Key).Append(' ').Append(definition.Type).Append(' ').Append(FactFolding.IsState(definition)).Append('\n');
        }

        foreach (var source in sources.All)
        {
            text.Append(source.Id).Append(' ').Append(source.Rank).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private sealed record FileDirectory(string Signature, FactsMark Mark, int Rows, IReadOnlyList<FactColumnName> Columns, IReadOnlyList<BlockPlace> Blocks);

    private sealed record BlockPlace(long Offset, int Length, string Sha256);
}
