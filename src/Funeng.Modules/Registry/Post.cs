using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Registry;

public sealed class Person
{
    public required long Id { get; init; }

    public required string Name { get; set; }

    /// <summary>The organization the person mainly belongs to.</summary>
    public long? Organization { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A post of an organization: 局长, 链长, 服务专员. It exists apart from whoever holds it.</summary>
public sealed class Post
{
    public required long Id { get; init; }

    public required long Organization { get; init; }

    public required string Title { get; init; }

    /// <summary>Order in lists; the head of the organization has the lowest.</summary>
    public int Rank { get; set; }
}

/// <summary>That a person holds a post from one day to another; both days count, an open end is null.</summary>
public sealed class Tenure
{
    public required long Id { get; init; }

    public required long Post { get; init; }

    public required long Person { get; init; }

    public required DateOnly FromOn { get; init; }

    public DateOnly? ToOn { get; set; }

    public bool Covers(DateOnly day) => FromOn <= day && (ToOn is null || day <= ToOn);
}

internal sealed class PersonTable : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder) =>
        builder.HasIndex(person => person.Organization).HasDatabaseName("person_organization");
}

internal sealed class PostTable : IEntityTypeConfiguration<Post>
{
    public void Configure(EntityTypeBuilder<Post> builder)
    {
        builder.HasOne<Organization>().WithMany().HasForeignKey(post => post.Organization);
        builder.HasIndex(post => new { post.Organization, post.Title }).HasDatabaseName("post_title").IsUnique();
    }
}

internal sealed class TenureTable : IEntityTypeConfiguration<Tenure>
{
    public void Configure(EntityTypeBuilder<Tenure> builder)
    {
        builder.HasOne<Post>().WithMany().HasForeignKey(tenure => tenure.Post);
        builder.HasOne<Person>().WithMany().HasForeignKey(tenure => tenure.Person);
        builder.HasIndex(tenure => new { tenure.Post, tenure.FromOn }).HasDatabaseName("tenure_post");
        builder.HasIndex(tenure => tenure.Person).HasDatabaseName("tenure_person");
    }
}
