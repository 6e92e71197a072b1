namespace Funeng.Modules.Foundation.Audit;

/// <summary>
/// What the objects of one kind in the audit are called, and where they are looked at. The module whose objects they are registers one as a
/// scoped service; a kind nobody knows is shown by its word and key.
/// </summary>
public interface IAuditNames
{
    /// <summary>The word before the colon: enterprise, import.</summary>
    string Kind { get; }

    /// <summary>The kind in Chinese.</summary>
    string Title { get; }

    /// <summary>The names of those keys that still exist.</summary>
    Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation);

    /// <summary>The keys of the objects a text names, a few at most.</summary>
    Task<IReadOnlyList<string>> FindAsync(string text, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([]);
}

/// <param name="Text">What people call it.</param>
/// <param name="Href">Where it is looked at; null when it has no page.</param>
public sealed record AuditName(string Text, string? Href);

/// <summary>An object of the audit as the page shows it.</summary>
/// <param name="Kind">The kind in Chinese.</param>
public sealed record AuditObject(string Kind, string Text, string? Href);

/// <summary>Names for the subjects of audit rows.</summary>
public sealed class AuditObjects(IEnumerable<IAuditNames> names)
{
    private readonly Dictionary<string, IAuditNames> byKind = names.ToDictionary(known => known.Kind);

    public IEnumerable<(string Kind, string Title)> Kinds => byKind.Values.Select(known => (known.Kind, known.Title));

    public async Task<IReadOnlyDictionary<string, AuditObject>> OfAsync(IEnumerable<string> subjects, CancellationToken cancellation)
    {
        var objects = new Dictionary<string, AuditObject>();
        foreach (var kind in subjects.Distinct().GroupBy(KindOf))
        {
            var keys = kind.Select(KeyOf).ToList();
            var known = byKind.GetValueOrDefault(kind.Key);
            var found = known is null ? new Dictionary<string, AuditName>() : await known.NamesAsync(keys, cancellation);
            foreach (var key in keys)
            {
                var name = found.GetValueOrDefault(key);
                objects[kind.Key + ":" + key] = new AuditObject(known?.Title ?? kind.Key, name?.Text ?? (key.Length == 0 ? "—" : key), name?.Href);
            }
        }

        return objects;
    }

    /// <summary>The subjects a text names: 淄博甲制造 is enterprise:9137….</summary>
    public async Task<IReadOnlyList<string>> FindAsync(string text, CancellationToken cancellation)
    {
        var subjects = new List<string>();
        foreach (var known in byKind.Values)
        {
            subjects.AddRange((await known.FindAsync(text, cancellation)).Select(key => $"{known.Kind}:{key}"));
        }

        return subjects;
    }

    /// <summary>The key under which <see cref="OfAsync"/> answers for a subject.</summary>
    internal static string Normal(string subject) => $"{KindOf(subject)}:{KeyOf(subject)}";

    private static string KindOf(string subject) => subject.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? subject[..colon] : subject;

    private static string KeyOf(string subject) => subject.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? subject[(colon + 1)..] : "";
}
