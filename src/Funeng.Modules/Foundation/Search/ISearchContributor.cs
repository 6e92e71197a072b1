using System.Text.Json.Serialization;
using Funeng.Modules.Foundation.Access;

namespace Funeng.Modules.Foundation.Search;

/// <summary>One thing found: what it is called, where it is, what kind of thing it is, and a short detail such as a code.</summary>
public sealed record SearchHit(string Title, string Href, string Kind, string? Detail = null)
{
    /// <summary>Other words that are its own: keywords of a page, topics of a policy. What is typed may stand in them.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Words { get; init; } = [];
}

/// <summary>
/// A module that has things to find registers one of these (<c>services.AddScoped&lt;ISearchContributor, …&gt;()</c>).
/// It answers within the scope it is given, best first, at most as many as asked for, in well under 100 ms; it is not asked with an empty text.
/// </summary>
public interface ISearchContributor
{
    Task<IReadOnlyList<SearchHit>> SearchAsync(string text, int most, Scope scope, CancellationToken cancellation);
}
