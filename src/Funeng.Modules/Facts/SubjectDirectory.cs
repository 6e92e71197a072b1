using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Facts;

/// <summary>Finds subjects, within a scope, and makes new ones.</summary>
public sealed class SubjectDirectory(FunengDb db, IdSource ids)
{
    private const int CodesAtOnce = 500;

    /// <summary>The subjects of a kind that a scope covers.</summary>
    public IQueryable<Subject> Within(Scope scope, string kind) => scope.Filter(
        db.Set<Subject>().Where(subject => subject.Kind == kind), subject => subject.Region, subject => subject.Zone, subject => subject.Id);

    /// <summary>Null when there is no such subject or it lies outside the scope: the two look the same.</summary>
    public Task<Subject?> FindAsync(Scope scope, string kind, string code, CancellationToken cancellation) =>
        Within(scope, kind).SingleOrDefaultAsync(subject => subject.Code == code, cancellation);

    /// <summary>The subject of a code; a new one is added to the unit of work.</summary>
    public async Task<Subject> EnsureAsync(NewSubject subject, CancellationToken cancellation)
    {
        var known = db.Set<Subject>().Local.FirstOrDefault(row => row.Kind == subject.Kind && row.Code == subject.Code)
            ?? await db.Set<Subject>().SingleOrDefaultAsync(row => row.Kind == subject.Kind && row.Code == subject.Code, cancellation);
        if (known is null)
        {
            known = subject.ToRow(ids.Next());
            db.Add(known);
        }

        return known;
    }

    /// <summary>Until the transaction ends nobody else who asks the same about one of these subjects goes on. On SQLite the transaction alone sees to that.</summary>
    public async Task HoldAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation)
    {
        if (!db.Database.IsNpgsql()) return;
        long[] wanted = [.. subjects];
        await db.Database.ExecuteSqlAsync($"select 1 from subject where id = any({wanted}) order by id for no key update", cancellation);
    }

    /// <summary>A subject was renamed or has moved; joins the unit of work.</summary>
    public async Task DescribeAsync(long id, string name, string? region, string? zone, CancellationToken cancellation)
    {
        if (await db.Set<Subject>().FindAsync([id], cancellation) is { } subject)
        {
            if (subject.Region != region || subject.Zone != zone) subject.LastMove = ids.Next();
            subject.Name = name;
            subject.Region = region;
            subject.Zone = zone;
        }
    }

    /// <summary>Those of the subjects that are of another kind.</summary>
    public async Task<IReadOnlySet<long>> OtherThanAsync(string kind, IReadOnlyCollection<long> subjects, CancellationToken cancellation)
    {
        // Few subjects are of another kind: of many the whole of them is read at once.
        if (subjects.Count > CodesAtOnce * 4)
        {
            var others = await db.Set<Subject>().AsNoTracking().Where(subject => subject.Kind != kind).Select(subject => subject.Id).ToHashSetAsync(cancellation);
            others.IntersectWith(subjects);
            return others;
        }

        var found = new HashSet<long>();
        foreach (var chunk in subjects.Chunk(CodesAtOnce))
        {
            found.UnionWith(await db.Set<Subject>().AsNoTracking().Where(subject => chunk.Contains(subject.Id) && subject.Kind != kind)
                .Select(subject => subject.Id).ToListAsync(cancellation));
        }

        return found;
    }

    /// <summary>The ids of the codes that exist.</summary>
    public async Task<IReadOnlyDictionary<string, long>> FindIdsAsync(string kind, IReadOnlyCollection<string> codes, CancellationToken cancellation)
    {
        var found = new Dictionary<string, long>(codes.Count);
        foreach (var chunk in codes.Chunk(CodesAtOnce))
        {
            var rows = await db.Set<Subject>().AsNoTracking()
                .Where(subject => subject.Kind == kind && chunk.Contains(subject.Code))
                .Select(subject => new { subject.Code, subject.Id })
                .ToListAsync(cancellation);
            foreach (var row in rows)
            {
                found[row.Code] = row.Id;
            }
        }

        return found;
    }
}

public sealed record NewSubject(string Kind, string Code, string Name, string? Region = null, string? Zone = null)
{
    internal Subject ToRow(long id) => new() { Id = id, Kind = Kind, Code = Code, Name = Name, Region = Region, Zone = Zone };
}
