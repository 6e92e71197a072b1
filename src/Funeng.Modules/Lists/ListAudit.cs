using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;

namespace Funeng.Modules.Lists;

/// <summary>Lists in the audit, and the list of enterprises, which is one of another kind.</summary>
internal sealed class ListAudit(ListBook book, CityProfile city, TimeProvider clock) : IAuditNames
{
    public string Kind => "list";

    public string Title => "清单";

    public Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var today = city.Today(clock);
        var names = new Dictionary<string, AuditName>();
        foreach (var key in keys)
        {
            if (key == "enterprises")
            {
                names[key] = new AuditName("企业名录", "/enterprises");
            }
            else if (book.Find(key, today) is { } list)
            {
                names[key] = new AuditName(list.List.Title, $"/lists/{key}");
            }
        }

        return Task.FromResult<IReadOnlyDictionary<string, AuditName>>(names);
    }
}
