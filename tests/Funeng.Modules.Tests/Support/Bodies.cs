using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Registry;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Support;

/// <summary>A department with a head and a clerk who can sign in, for tests of what people do.</summary>
internal sealed record MadeBody(long Id, long HeadPost, long ClerkPost, long Head, long Clerk, long HeadAccount, long ClerkAccount);

internal static class Bodies
{
    public static async Task<MadeBody> MakeBodyAsync(this TestInstallation city, string name, OrganizationKind kind = OrganizationKind.Department)
    {
        await using var unit = city.As();
        var (db, ids) = (unit.Get<FunengDb>(), unit.Get<IdSource>());
        var body = new Organization
        {
            Id = ids.Next(), Kind = kind, Code = $"T{ids.Next()}", Name = name, CreatedAt = city.Time.Now, ChangedAt = city.Time.Now,
        };
        db.Add(body);
        var (head, headPost) = Serve(db, ids, city, body, "局长", name + "局长");
        var (clerk, clerkPost) = Serve(db, ids, city, body, "科长", name + "科长");
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return new MadeBody(
            body.Id, headPost, clerkPost, head, clerk,
            await AccountAsync(unit, $"h{body.Id}", name + "局长", Role.BureauHead, head), await AccountAsync(unit, $"c{body.Id}", name + "科长", Role.BureauOfficer, clerk));
    }

    /// <summary>A unit of work of the department's clerk or head.</summary>
    public static AsyncServiceScope AsClerk(this TestInstallation city, MadeBody body) => city.As(Role.BureauOfficer, Scope.Nothing, body.ClerkAccount, "科长");

    public static AsyncServiceScope AsHead(this TestInstallation city, MadeBody body) => city.As(Role.BureauHead, Scope.Nothing, body.HeadAccount, "局长");

    /// <summary>Somebody else takes up a post; whoever held it leaves the day before.</summary>
    public static async Task<long> ReplaceAsync(this TestInstallation city, long post, string name, DateOnly from)
    {
        await using var unit = city.As();
        var (db, ids) = (unit.Get<FunengDb>(), unit.Get<IdSource>());
        await db.Set<Tenure>().Where(tenure => tenure.Post == post && tenure.ToOn == null)
            .ExecuteUpdateAsync(row => row.SetProperty(tenure => tenure.ToOn, from.AddDays(-1)), TestContext.Current.CancellationToken);
        var person = new Person { Id = ids.Next(), Name = name, CreatedAt = city.Time.Now };
        db.AddRange(person, new Tenure { Id = ids.Next(), Post = post, Person = person.Id, FromOn = from });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return await AccountAsync(unit, $"r{person.Id}", name, Role.BureauOfficer, person.Id);
    }

    private static (long Person, long Post) Serve(FunengDb db, IdSource ids, TestInstallation city, Organization body, string title, string name)
    {
        var person = new Person { Id = ids.Next(), Name = name, Organization = body.Id, CreatedAt = city.Time.Now };
        var post = new Post { Id = ids.Next(), Organization = body.Id, Title = title };
        db.AddRange(person, post, new Tenure { Id = ids.Next(), Post = post.Id, Person = person.Id, FromOn = new DateOnly(2024, 1, 1) });
        return (person.Id, post.Id);
    }

    private static async Task<long> AccountAsync(AsyncServiceScope unit, string user, string name, Role role, long person)
    {
        var made = await unit.Get<CreateUser>().RunAsync(new NewUser(user, name, role, Scope.Nothing, "abcdef12345", "测试"), TestContext.Current.CancellationToken);
        var account = Assert.IsType<CreateUserResult.Created>(made).Account;
        await unit.Get<Callers>().LinkAsync(account, person, TestContext.Current.CancellationToken);
        await unit.Get<FunengDb>().SaveChangesAsync(TestContext.Current.CancellationToken);
        return account;
    }
}
