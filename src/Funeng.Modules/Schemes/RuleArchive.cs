using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Schemes;

/// <summary>
/// Keeps the text of every pack that ever decided, so that an old verdict can be decided again by the rules it names. The packs of the
/// rules folder are remembered at every start, and with each which other texts it leans on.
/// </summary>
public sealed class RuleArchive(IDbContextFactory<FunengDb> databases, RuleBook book, TimeProvider time) : IStartStep
{
    private readonly ConcurrentDictionary<string, ArchivedRules?> compiled = [];

    public async Task RunAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var known = (await db.Set<RememberedPack>().Select(pack => pack.Sha256).ToListAsync(cancellation)).ToHashSet();
        foreach (var pack in book.Packs.Where(pack => known.Add(pack.Text.Sha256)))
        {
            await RememberCatalogueAsync(db, pack.Text.Catalogue, cancellation);
            db.Add(new RememberedPack
            {
                Sha256 = pack.Text.Sha256,
                Scheme = pack.Id,
                Version = pack.Scheme.Version,
                Criteria = pack.Text.Criteria,
                Notice = pack.Text.Notice,
                Catalogue = Sign(pack.Text.Catalogue),
                Units = pack.Text.Units,
                RememberedAt = time.GetUtcNow(),
            });
        }

        await RememberClosuresAsync(db, cancellation);
        await db.SaveChangesAsync(cancellation);
    }

    private async Task RememberClosuresAsync(FunengDb db, CancellationToken cancellation)
    {
        var known = (await db.Set<RememberedClosure>().Select(closure => closure.Sha256).ToListAsync(cancellation)).ToHashSet();
        foreach (var pack in book.Packs.Where(pack => pack.LeansOn.Count > 0 && known.Add(pack.Sha256)))
        {
            db.Add(new RememberedClosure
            {
                Sha256 = pack.Sha256, Pack = pack.Text.Sha256, LeansOn = string.Join('\n', pack.LeansOn), RememberedAt = time.GetUtcNow(),
            });
        }
    }

    /// <summary>
    /// Remembers a rule that is no pack of the folder, a benefit, before it decides about money: at once, and inside the transaction of the caller where
    /// there is one. Somebody who remembers the same at that moment is no collision.
    /// </summary>
    internal async Task RememberAsync(FunengDb db, RulePack pack, CancellationToken cancellation)
    {
        var (text, now) = (pack.Text, InstantConverter.ToStored(time.GetUtcNow()));
        if (await db.Set<RememberedPack>().AnyAsync(known => known.Sha256 == text.Sha256, cancellation)
            && (pack.LeansOn.Count == 0 || await db.Set<RememberedClosure>().AnyAsync(known => known.Sha256 == pack.Sha256, cancellation))) return;
        var catalogue = Sign(text.Catalogue);
        await db.Database.ExecuteSqlAsync($"insert into rule_catalogue (sha256, content) values ({catalogue}, {text.Catalogue}) on conflict (sha256) do nothing", cancellation);
        await db.Database.ExecuteSqlAsync(
            $"insert into rule_pack (sha256, scheme, version, criteria, notice, catalogue, units, remembered_at) values ({text.Sha256}, {pack.Id}, {pack.Scheme.Version}, {text.Criteria}, {text.Notice}, {catalogue}, {text.Units}, {now}) on conflict (sha256) do nothing", cancellation);
        if (pack.LeansOn.Count > 0)
        {
            await db.Database.ExecuteSqlAsync(
                $"insert into rule_closure (sha256, pack, leans_on, remembered_at) values ({pack.Sha256}, {text.Sha256}, {string.Join('\n', pack.LeansOn)}, {now}) on conflict (sha256) do nothing", cancellation);
        }
    }

    /// <summary>The texts of a signature, with a book of the schemes it leans on as they were; null when nobody has them.</summary>
    internal async Task<ArchivedText?> FindTextAsync(string sha256, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var closure = await db.Set<RememberedClosure>().AsNoTracking().SingleOrDefaultAsync(row => row.Sha256 == sha256, cancellation);
        var own = closure?.Pack ?? sha256;
        if (await db.Set<RememberedPack>().AsNoTracking().SingleOrDefaultAsync(pack => pack.Sha256 == own, cancellation) is not { } row) return null;
        var catalogue = await db.Set<RememberedCatalogue>().AsNoTracking().SingleAsync(text => text.Sha256 == row.Catalogue, cancellation);
        var companions = closure is null ? await NewestBesideAsync(db, row, cancellation) : await ExactlyAsync(db, closure, cancellation);
        return new ArchivedText(
            new PackText(row.Criteria, row.Notice, catalogue.Content, row.Units),
            RuleBook.Of("", new RuleFiles(catalogue.Content, row.Units, [.. companions.Select(pack => new PackFile(pack.Scheme, pack.Scheme, pack.Criteria, pack.Notice))], [])));
    }

    /// <summary>Facts as an older catalogue knew them: those it did not know cannot have decided anything.</summary>
    internal static SubjectFacts In(FactCatalogue catalogue, SubjectFacts known)
    {
        if (ReferenceEquals(catalogue, known.Catalogue)) return known;
        var builder = new SubjectFacts.Builder(catalogue).TitlesAreKnown(known.TitlesKnown);
        foreach (var fact in known.All)
        {
            if (catalogue.Find(fact.Definition.Key) is { } definition) builder.Add(fact with { Definition = definition });
        }

        foreach (var title in known.Titles) builder.Add(title);
        return builder.Build();
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
        var closure = await db.Set<RememberedClosure>().AsNoTracking().SingleOrDefaultAsync(row => row.Sha256 == sha256, cancellation);
        var own = closure?.Pack ?? sha256;
        if (await db.Set<RememberedPack>().AsNoTracking().SingleOrDefaultAsync(pack => pack.Sha256 == own, cancellation) is not { } row) return null;

        var catalogue = await db.Set<RememberedCatalogue>().AsNoTracking().SingleAsync(text => text.Sha256 == row.Catalogue, cancellation);
        var companions = closure is null ? await NewestBesideAsync(db, row, cancellation) : await ExactlyAsync(db, closure, cancellation);
        var files = companions.Prepend(row).Select(pack => new PackFile(pack.Scheme, pack.Scheme, pack.Criteria, pack.Notice)).ToList();
        var old = RuleBook.Of("", new RuleFiles(catalogue.Content, row.Units, files, []));
        return old.Packs.FirstOrDefault(pack => pack.Text.Sha256 == own) is { } found ? new ArchivedRules(found, old) : null;
    }

    private static async Task<List<RememberedPack>> ExactlyAsync(FunengDb db, RememberedClosure closure, CancellationToken cancellation)
    {
        var texts = closure.LeansOn.Split('\n');
        return await db.Set<RememberedPack>().AsNoTracking().Where(pack => texts.Contains(pack.Sha256)).ToListAsync(cancellation);
    }

    /// <summary>
    /// A signature of its own text alone: it leans on nothing, or is from before signatures covered what rules lean on; then schemes
    /// remembered with the same catalogue answer its conclusions.
    /// </summary>
    private static async Task<List<RememberedPack>> NewestBesideAsync(FunengDb db, RememberedPack row, CancellationToken cancellation)
    {
        var beside = await db.Set<RememberedPack>().AsNoTracking().Where(pack => pack.Catalogue == row.Catalogue && pack.Scheme != row.Scheme && !pack.Scheme.StartsWith(RulePack.OfBenefits)).ToListAsync(cancellation);
        return [.. beside.GroupBy(pack => (pack.Scheme, pack.Version)).Select(same => same.MaxBy(pack => pack.RememberedAt)!)];
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

/// <summary>A rule word for word, and the book of what it leans on, in which it was read.</summary>
internal sealed record ArchivedText(PackText Text, RuleBook Book);

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

/// <summary>Which texts a signature stands for, where it is not one pack alone.</summary>
internal sealed class RememberedClosure
{
    public required string Sha256 { get; init; }

    /// <summary>Signature of the pack's own text.</summary>
    public required string Pack { get; init; }

    /// <summary>Signatures of the other texts, one a line.</summary>
    public required string LeansOn { get; init; }

    public required DateTimeOffset RememberedAt { get; init; }
}

internal sealed class RememberedClosureTable : IEntityTypeConfiguration<RememberedClosure>
{
    public void Configure(EntityTypeBuilder<RememberedClosure> builder)
    {
        builder.ToTable("rule_closure");
        builder.HasKey(closure => closure.Sha256);
    }
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
