// The peer: @neo4j/graphql behind Apollo Server over the database in which Landskap's landscape lies. It reads NEO4J_URI, NEO4J_USER,
// NEO4J_PASSWORD and PORT, and prints its address when it answers.
//
// The kinds are those that the benchmark asks about, mapped to the labels, relationship types and properties that are there. A kind
// has one label, its own: with :Element beside it the peer's counts would no longer come from the server's statistics. Properties have
// their own names, not others by @alias: nested lists that are sorted by an alias come unsorted.
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { Neo4jGraphQL } from "@neo4j/graphql";
import neo4j from "neo4j-driver";

const element = `
  id: String!
  key: String!
  name: String!
  _nameKey: String!
  _nameFolded: String
  _level: Int!
  landscape: String!
  kind: String!
  owner: String!
  visibility: String!`;

const typeDefs = `#graphql
type Claim @relationshipProperties {
  id: String!
  owner: String!
  visibility: String!
  _level: Int!
  _fromPlace: String
  _toPlace: String
}
type Actor @node {${element}
  provides: [System!]! @relationship(type: "PROVIDES", direction: OUT, properties: "Claim")
}
type System @node {${element}
  lifecycle: String
  providedBy: [Actor!]! @relationship(type: "PROVIDES", direction: IN, properties: "Claim")
  realises: [BuildingBlock!]! @relationship(type: "REALISES", direction: OUT, properties: "Claim")
  outgoing: [Integration!]! @relationship(type: "FROM", direction: IN, properties: "Claim")
}
type BuildingBlock @node {${element}
  realisedBy: [System!]! @relationship(type: "REALISES", direction: IN, properties: "Claim")
}
type Integration @node {${element}
  method: String
  source: [System!]! @relationship(type: "FROM", direction: OUT, properties: "Claim")
  carriesInformation: [InformationObject!]! @relationship(type: "CARRIES", direction: OUT, properties: "Claim")
}
type InformationObject @node {${element}
  carriedBy: [Integration!]! @relationship(type: "CARRIES", direction: IN, properties: "Claim")
}
`;

const { NEO4J_URI, NEO4J_USER, NEO4J_PASSWORD, PORT } = process.env;
const driver = neo4j.driver(NEO4J_URI, neo4j.auth.basic(NEO4J_USER, NEO4J_PASSWORD));
await driver.verifyConnectivity();
const schema = await new Neo4jGraphQL({ typeDefs, driver }).getSchema();
const server = new ApolloServer({ schema });
const { url } = await startStandaloneServer(server, {
  listen: { host: "127.0.0.1", port: Number(PORT ?? 0) },
  context: async () => ({ sessionConfig: { database: "neo4j" } }),
});
console.log(url);
