using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.City;

namespace Funeng.Modules.Registry.Browse;

/// <summary>The titles each enterprise holds today, as a column of the list.</summary>
internal sealed class TitleColumn(SubjectConditions conditions, TitleNames names, CityProfile city, TimeProvider clock) : IEnterpriseColumn
{
    public string Key => "titles";

    public string Title => "已获认定";

    public int Order => 10;

    public bool IsNumber => false;

    public async Task<IReadOnlyDictionary<long, EnterpriseCell>> ReadAsync(IReadOnlyList<long> subjects, CancellationToken cancellation) =>
        (await conditions.TitlesAsync(subjects, city.Today(clock), cancellation))
            .ToDictionary(held => held.Key, held => new EnterpriseCell(string.Join("、", held.Select(names.Name).Order(StringComparer.Ordinal))));
}
