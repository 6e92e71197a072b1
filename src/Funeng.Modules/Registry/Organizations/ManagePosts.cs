using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Registry.Organizations;

/// <summary>An organization other than an enterprise, as typed.</summary>
public sealed record TypedOrganization(string Kind, string Code, string Name, string Region);

/// <summary>That somebody takes up a post, as typed; whoever held it leaves it the day before.</summary>
public sealed record TypedTenure(string Code, string Kind, string Post, string Person, string From);

/// <summary>Keeps departments, banks, universities and other bodies with their posts and terms. Every change is audited.</summary>
public sealed class ManagePosts(
    FunengDb db, OrganizationDirectory directory, SubjectDirectory subjects, AuditTrail audit, CurrentUser user, IdSource ids, TimeProvider time)
{
    public async Task<IReadOnlyList<Problem>> AddAsync(TypedOrganization typed, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        if (!Enum.TryParse<OrganizationKind>(typed.Kind, out var kind) || kind == OrganizationKind.Enterprise)
        {
            problems.Add(new Problem("Kind", "没有选择机构类别。企业请用数据导入。"));
        }

        var (code, name) = (typed.Code.Trim(), typed.Name.Trim());
        if (name.Length is 0 or > 100)
        {
            problems.Add(new Problem("Name", name.Length == 0 ? "没有填写机构名称。" : $"机构名称有 {name.Length} 个字，最多 100 个。"));
        }

        if (UnifiedSocialCreditCode.Read(code) is { Problem: { } wrong })
        {
            problems.Add(new Problem("Code", wrong));
        }

        if (!user.Scope.Covers(typed.Region.Length == 0 ? null : typed.Region, null, -1))
        {
            problems.Add(new Problem("Region", "所在地不在您的管理范围内。"));
        }

        code = UnifiedSocialCreditCode.Read(code).Understood;
        if (problems.Count == 0 && await db.Set<Organization>().AnyAsync(organization => organization.Kind == kind && organization.Code == code, cancellation))
        {
            problems.Add(new Problem("Code", "这个代码的机构已经登记过。"));
        }

        if (problems.Count > 0)
        {
            return problems;
        }

        var region = typed.Region.Length == 0 ? null : typed.Region;
        var subject = await subjects.EnsureAsync(new NewSubject("organization", code, name, region), cancellation);
        var now = time.GetUtcNow();
        db.Add(new Organization { Id = subject.Id, Kind = kind, Code = code, Name = name, Region = region, CreatedAt = now, ChangedAt = now });
        audit.Record("登记机构", $"organization:{code}", "", null, new { kind, name, region });
        await db.SaveChangesAsync(cancellation);
        return [];
    }

    /// <summary>Null when there is no such organization or it lies outside the scope.</summary>
    public async Task<IReadOnlyList<Problem>?> AppointAsync(TypedTenure typed, CancellationToken cancellation)
    {
        if (!Enum.TryParse<OrganizationKind>(typed.Kind, out var kind) || await directory.FindAsync(user.Scope, typed.Code, cancellation, kind) is not { } organization)
        {
            return null;
        }

        var problems = new List<Problem>();
        var (title, name) = (typed.Post.Trim(), typed.Person.Trim());
        if (title.Length is 0 or > 40)
        {
            problems.Add(new Problem("Post", "职务应为 1 到 40 个字。"));
        }

        if (name.Length is 0 or > 40)
        {
            problems.Add(new Problem("Person", "姓名应为 1 到 40 个字。"));
        }

        if (!DateOnly.TryParseExact(typed.From, "yyyy-MM-dd", out var from))
        {
            problems.Add(new Problem("From", "没有填写任职起始日。"));
        }

        if (problems.Count == 0)
        {
            problems.AddRange(await AppointAsync(organization, title, name, from, cancellation));
        }

        return problems;
    }

    private async Task<IReadOnlyList<Problem>> AppointAsync(Organization organization, string title, string name, DateOnly from, CancellationToken cancellation)
    {
        var post = await db.Set<Post>().SingleOrDefaultAsync(row => row.Organization == organization.Id && row.Title == title, cancellation);
        if (post is null)
        {
            post = new Post { Id = ids.Next(), Organization = organization.Id, Title = title };
            db.Add(post);
        }

        var earlier = await db.Set<Tenure>().Where(tenure => tenure.Post == post.Id && (tenure.ToOn == null || tenure.ToOn >= from)).ToListAsync(cancellation);
        if (earlier.Exists(tenure => tenure.FromOn >= from))
        {
            return [new Problem("From", "已有从这一天或更晚开始的任期。请核对任职起始日。")];
        }

        foreach (var tenure in earlier)
        {
            tenure.ToOn = from.AddDays(-1);
        }

        var person = await db.Set<Person>().FirstOrDefaultAsync(row => row.Organization == organization.Id && row.Name == name, cancellation);
        if (person is null)
        {
            person = new Person { Id = ids.Next(), Name = name, Organization = organization.Id, CreatedAt = time.GetUtcNow() };
            db.Add(person);
        }

        db.Add(new Tenure { Id = ids.Next(), Post = post.Id, Person = person.Id, FromOn = from });
        audit.Record("登记任职", $"organization:{organization.Code}", "", null, new { title, name, from });
        await db.SaveChangesAsync(cancellation);
        return [];
    }
}
