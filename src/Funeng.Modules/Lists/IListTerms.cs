using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Modules.Lists;

/// <summary>Names a module adds to the conditions of lists, such as 在库专精特新, and their values. Lists knows nothing of what they mean.</summary>
public interface IListTerms
{
    /// <summary>The names with their types; kept with the fact catalogue while conditions are read.</summary>
    IReadOnlyList<FactDefinition> Terms { get; }

    /// <summary>
    /// The values on a day, by subject and then by key of the term. A subject without an entry, or a term left out, has
    /// <see cref="Otherwise"/> as its value.
    /// </summary>
    Task<IReadOnlyDictionary<long, IReadOnlyList<KeyValuePair<string, FeelValue>>>> ReadAsync(
        IReadOnlyCollection<long> subjects, DateOnly day, CancellationToken cancellation);

    /// <summary>The value of a term nothing is known of; null (missing) only where that is meant.</summary>
    FeelValue Otherwise(FactDefinition term);
}
