using System.Text.RegularExpressions;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Policies.Contacts;

/// <summary>An office with its policies and the telephone that stands.</summary>
/// <param name="Last">The last version that was entered; null where nobody has entered any.</param>
/// <param name="MayKeep">Whether this account enters it.</param>
public sealed record OfficeRow(string Office, IReadOnlyList<PolicyDocument> Policies, OfficeContact? Last, bool MayKeep);

/// <summary>Every way entering a telephone can end.</summary>
public abstract record ContactResult
{
    private ContactResult()
    {
    }

    public sealed record Done : ContactResult;

    public sealed record Refused(IReadOnlyList<Problem> Problems) : ContactResult;

    /// <summary>No such office, or not for this user.</summary>
    public sealed record NotFound : ContactResult;
}

/// <summary>
/// Whom to ask about the policies of an office: its people enter the telephone with where it was published, and it stands on every page of its policies
/// at once. A number the text of a policy gives itself goes before it. Each change is kept with who and when.
/// </summary>
public sealed partial class KeepContacts(FunengDb db, PolicyBook book, PolicyOffices offices, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider time)
{
    public const int LongestPhone = 60, LongestBasis = 100;

    /// <summary>The telephone for a policy; empty where nobody has confirmed one yet.</summary>
    public async Task<string> OfAsync(PolicyDocument policy, CancellationToken cancellation) =>
        policy.Contact.Length > 0 ? policy.Contact
        : await db.Set<OfficeContact>().AsNoTracking().Where(row => row.Office == policy.Office).OrderByDescending(row => row.Version).Select(row => row.Phone).FirstOrDefaultAsync(cancellation) ?? "";

    /// <summary>The offices of which a telephone stands.</summary>
    public async Task<IReadOnlySet<string>> KnownAsync(CancellationToken cancellation) =>
        (await LastAsync(cancellation)).Values.Where(row => row.Phone.Length > 0).Select(row => row.Office).ToHashSet();

    /// <summary>All offices with policies that hold here; those without a telephone first.</summary>
    public async Task<IReadOnlyList<OfficeRow>> ReadAsync(CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewLists)) return [];
        var (last, own, today) = (await LastAsync(cancellation), await OwnAsync(cancellation), city.Today(time));
        return [.. book.Policies.Where(policy => policy.Pattern.Length == 0 && policy.IsInForce(today)).GroupBy(policy => policy.Office)
            .Select(group => new OfficeRow(group.Key, [.. group], last.GetValueOrDefault(group.Key), own(group.Key)))
            .OrderBy(row => row.Last is { Phone.Length: > 0 }).ThenByDescending(row => row.MayKeep).ThenByDescending(row => row.Policies.Count).ThenBy(row => row.Office, StringComparer.Ordinal)];
    }

    /// <summary>Whether this account enters the telephone of an office.</summary>
    public async Task<bool> MayKeepAsync(string office, CancellationToken cancellation) => (await OwnAsync(cancellation))(office);

    /// <summary>What was entered for an office, the newest first.</summary>
    public async Task<IReadOnlyList<OfficeContact>> StepsAsync(string office, CancellationToken cancellation) =>
        !user.Has(Permission.ViewLists) ? [] : await db.Set<OfficeContact>().AsNoTracking().Where(row => row.Office == office).OrderByDescending(row => row.Version).ToListAsync(cancellation);

    /// <param name="phone">Empty takes the last one back.</param>
    public async Task<ContactResult> SetAsync(string office, string phone, string basis, CancellationToken cancellation)
    {
        (phone, basis) = (phone.Trim(), basis.Trim());
        if (!(await OwnAsync(cancellation))(office) || book.Policies.All(policy => policy.Office != office)) return new ContactResult.NotFound();
        var last = await db.Set<OfficeContact>().AsNoTracking().Where(row => row.Office == office).OrderByDescending(row => row.Version).FirstOrDefaultAsync(cancellation);
        var problems = Check(phone, basis, last);
        if (problems.Count > 0) return new ContactResult.Refused(problems);
        db.Add(new OfficeContact { Office = office, Version = (last?.Version ?? 0) + 1, Phone = phone, Basis = basis, Who = user.Signature, At = time.GetUtcNow() });
        audit.Record("登记政策联系电话", $"office:{office}", basis, new { Phone = last?.Phone ?? "" }, new { Phone = phone });
        try
        {
            await db.SaveChangesAsync(cancellation);
            return new ContactResult.Done();
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            db.ChangeTracker.Clear();
            return new ContactResult.Refused([new Problem("", "刚有人登记了这个单位的电话，请看一眼再改。")]);
        }
    }

    private static List<Problem> Check(string phone, string basis, OfficeContact? last)
    {
        var problems = new List<Problem>();
        if (phone.Length == 0 && last is not { Phone.Length: > 0 }) problems.Add(new("Phone", "请填电话号码。"));
        if (phone.Length > LongestPhone) problems.Add(new("Phone", $"电话最多 {LongestPhone} 个字。"));
        else if (phone.Length > 0 && (!Telephone().IsMatch(phone) || phone.Count(char.IsAsciiDigit) < 5)) problems.Add(new("Phone", $"“{phone}”不像电话号码，请填数字和“-”“转”，几个号码用“、”隔开，如 12345、12366。"));
        else if (phone == (last?.Phone ?? "") && phone.Length > 0) problems.Add(new("Phone", "和现在的一样，不用再登记。"));
        if (basis.Length is < 2 or > LongestBasis) problems.Add(new("Basis", $"请写号码从哪里来（哪份文件，或谁确认的），2 到 {LongestBasis} 个字。"));
        else if (Foundation.Spreadsheets.ChineseText.WithoutStray(basis) != basis) problems.Add(new("Basis", "依据里有看不见的控制字符，请删去后重写。"));
        return problems;
    }

    // Whoever keeps lists for an office enters its number; the administrator enters it for one that is not registered here.
    private async Task<Func<string, bool>> OwnAsync(CancellationToken cancellation) => user.Role == Role.Administrator ? _ => true : await offices.OwnAsync(cancellation);

    private async Task<Dictionary<string, OfficeContact>> LastAsync(CancellationToken cancellation) =>
        (await db.Set<OfficeContact>().AsNoTracking().ToListAsync(cancellation)).GroupBy(row => row.Office).ToDictionary(group => group.Key, group => group.MaxBy(row => row.Version)!);

    [GeneratedRegex(@"^[0-9+\-()（）转、 ]+$")]
    private static partial Regex Telephone();
}

/// <summary>Offices in the audit.</summary>
internal sealed class OfficeAudit(PolicyBook book) : IAuditNames
{
    public string Kind => "office";

    public string Title => "政策主管单位";

    public Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyDictionary<string, AuditName>>(keys.Where(key => book.Policies.Any(policy => policy.Office == key))
            .ToDictionary(key => key, key => new AuditName(key, $"/policies/contacts?office={Uri.EscapeDataString(key)}")));
}
