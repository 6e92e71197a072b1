using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Registry;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Policies;

/// <summary>Which office of the register a policy means: a policy says 市商务局, the register 淄博市商务局.</summary>
public sealed class PolicyOffices(OrganizationDirectory directory, Callers callers, CurrentUser user)
{
    /// <summary>Whether an office, as policies name it, is the user's own and he keeps lists for it.</summary>
    public async Task<Func<string, bool>> OwnAsync(CancellationToken cancellation)
    {
        if (!user.Has(Permission.ManageLists)) return _ => false;
        var (all, bodies) = (await AllAsync(cancellation), (await callers.MeAsync(cancellation)).Bodies);
        return office => Find(office, all) is { } body && bodies.Contains(body.Id);
    }

    public async Task<IReadOnlyList<Organization>> AllAsync(CancellationToken cancellation) =>
        await directory.Within(Scope.All, OrganizationKind.Department).OrderBy(body => body.Code).ToListAsync(cancellation);

    public static Organization? Find(string office, IReadOnlyList<Organization> offices) =>
        office.Length < 3 ? null : offices.FirstOrDefault(body => body.Name == office) ?? offices.FirstOrDefault(body => body.Name.EndsWith(office, StringComparison.Ordinal));
}
