using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Schemes;

/// <summary>
/// Keeps the text of every pack that ever decided, so that an old verdict can be decided again by the rules it names. The packs of the
/// rules folder are remembered at every start.
/// </summary>
public sealed class RuleArchive(IDbContextFactory<FunengDb> databases, RuleBook book, TimeProvider time) : IStartStep
{
    private readonly ConcurrentDictionary<string, ArchivedRules?> compiled = [];

    public async Task RunAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var known = (await db.Set<RememberedPack>().Select(pack => pack.Sha256).ToListAsync(cancellation)).ToHashSet();
        foreach (var pack in book.Packs.Where(pack => !known.Contains(pack.Sha256)))
        {
            await RememberCatalogueAsync(db, pack.Text.Catalogue, cancellation);
            db.Add(new RememberedPack
            {
                Sha256 = pack.Sha256,
                Scheme = pack.Id,
                Version = pack.Scheme.Version,
                Criteria = pack.Text.Criteria,
                Notice = pack.Text.Notice,
                Catalogue = Sign(pack.Text.Catalogue),
                Units = pack.Text.Units,
                RememberedAt = time.GetUtcNow(),
            });
        }

        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>The rules of a signature, from the folder or from what is remembered; null when nobody has them.</summary>
    internal async Task<ArchivedRules?> FindAsync(string sha256, CancellationToken cancellation)
    {
        if (book.Packs.FirstOrDefault(pack => pack.Sha256 == sha256) is { } present) return new ArchivedRules(present, book);
        if (compiled.TryGetValue(sha256, out var known)) return known;
        return compiled[sha256] = await CompileAsync(sha256, cancellation);
    }

    private async Task<ArchivedRules?> CompileAsync(string sha256, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var row = await db.Set<RememberedPack>().AsNoTracking().SingleOrDefaultAsync(pack => pack.Sha256 == sha256, cancellation);
        if (row is null) return null;
        var catalogue = await db.Set<RememberedCatalogue>().AsNoTracking().SingleAsync(text => text.Sha256 == row.Catalogue, cancellation);

        // Other schemes that were remembered with the same catalogue answer its conclusions, such as 符合中小企业划型.
        var companions = await db.Set<RememberedPack>().AsNoTracking().Where(pack => pack.Catalogue == row.Catalogue && pack.Scheme != row.Scheme).ToListAsync(cancellation);
        var newest = companions.GroupBy(pack => (pack.Scheme, pack.Version)).Select(same => same.MaxBy(pack => pack.RememberedAt)!);
        var files = newest.Prepend(row).Select(pack => new PackFile(pack.Scheme, pack.Scheme, pack.Criteria, pack.Notice)).ToList();
        var old = RuleBook.Of("", new RuleFiles(catalogue.Content, row.Units, files, []));
        return old.Packs.FirstOrDefault(pack => pack.Sha256 == sha256) is { } found ? new ArchivedRules(found, old) : null;
    }

    private static async Task RememberCatalogueAsync(FunengDb db, string content, CancellationToken cancellation)
    {
        var sha256 = Sign(content);
        if (db.Set<RememberedCatalogue>().Local.Any(known => known.Sha256 == sha256)) return;
        if (await db.Set<RememberedCatalogue>().AnyAsync(known => known.Sha256 == sha256, cancellation)) return;
        db.Add(new RememberedCatalogue { Sha256 = sha256, Content = content });
    }

    private static string Sign(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>A pack and the book it was read in, whose catalogue and other schemes it relies on.</summary>
internal sealed record ArchivedRules(RulePack Pack, RuleBook Book);

internal sealed class RememberedPack
{
    public required string Sha256 { get; init; }

    public required string Scheme { get; init; }

    public required string Version { get; init; }

    public required string Criteria { get; init; }

    public required string Notice { get; init; }

    /// <summary>Signature of the catalogue it was read with.</summary>
    public required string Catalogue { get; init; }

    public required string Units { get; init; }

    public required DateTimeOffset RememberedAt { get; init; }
}

internal sealed class RememberedCatalogue
{
    public required string Sha256 { get; init; }

    public required string Content { get; init; }
}

internal sealed class RememberedPackTable : IEntityTypeConfiguration<RememberedPack>
{
    public void Configure(EntityTypeBuilder<RememberedPack> builder)
    {
        builder.ToTable("rule_pack");
        builder.HasKey(pack => pack.Sha256);
        builder.HasIndex(pack => pack.Scheme).HasDatabaseName("rule_pack_scheme");
    }
}

internal sealed class RememberedCatalogueTable : IEntityTypeConfiguration<RememberedCatalogue>
{
    public void Configure(EntityTypeBuilder<RememberedCatalogue> builder)
    {
        builder.ToTable("rule_catalogue");
        builder.HasKey(catalogue => catalogue.Sha256);
    }
}
