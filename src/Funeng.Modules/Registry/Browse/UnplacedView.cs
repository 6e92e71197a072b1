using Funeng.Modules.Foundation.Access;

namespace Funeng.Modules.Registry.Browse;

/// <summary>Enterprises no district or township has been found for: somebody with the whole city can place them.</summary>
internal sealed class UnplacedView(OrganizationDirectory directory) : IEnterpriseView
{
    public string Key => "unplaced";

    public string Title => "未归属地区";

    public int Order => 5;

    public bool HidesWhenEmpty => true;

    public IQueryable<long> Subjects(Scope scope) => directory.Within(scope).Where(row => row.Region == null).Select(row => row.Id);
}
